using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>The components of a model that are pruned: all, or those of the given names ("encoder", "generator").</summary>
public sealed class Components
{
    readonly string[] _names;

    Components(string[] names) => _names = names;

    /// <summary>All components.</summary>
    public static Components All { get; } = new([]);

    /// <summary>The named components; the others are not changed.</summary>
    /// <exception cref="ArgumentException">No name is given.</exception>
    public static Components Only(params string[] names) => names.Length > 0
        ? new Components(names)
        : throw new ArgumentException("Name at least one component, or use Components.All.");

    /// <summary>Whether the parameter of this path, such as "encoder.0.weight", is in one of the components.</summary>
    public bool Contain(string path) => _names.Length == 0 || Array.IndexOf(_names, Model.ComponentOf(path)) >= 0;

    /// <summary>Checks that every name is a component of one of the paths.</summary>
    /// <exception cref="ArgumentException">A name is not.</exception>
    public void RequireAmong(IEnumerable<string> paths)
    {
        var known = paths.Select(Model.ComponentOf).Distinct().ToArray();
        foreach (var name in _names)
            if (!known.Contains(name))
                throw new ArgumentException($"The model has no prunable component '{name}'; it has {string.Join(", ", known)}.");
    }

    /// <summary>"all", or the names joined by "+": "encoder+decoder".</summary>
    public override string ToString() => _names.Length == 0 ? "all" : string.Join("+", _names);

    public override bool Equals(object? other) => other is Components components && components._names.AsSpan().SequenceEqual(_names);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());
}
