namespace SparseGen.Pruning;

/// <summary>Which components of a model are pruned: all of them pooled, or some alone ("encoder", "generator").</summary>
public sealed class Components
{
    readonly string[] _names;

    Components(string[] names) => _names = names;

    /// <summary>Every component; their weights are ranked together.</summary>
    public static Components All { get; } = new([]);

    /// <summary>The named components alone; the others stay as they are.</summary>
    /// <exception cref="ArgumentException">No name is given.</exception>
    public static Components Only(params string[] names) => names.Length > 0
        ? new Components(names)
        : throw new ArgumentException("Name at least one component, or use Components.All.");

    /// <summary>The component of a parameter: "encoder" of "encoder.0.weight".</summary>
    public static string Of(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? path : path[..dot];
    }

    /// <summary>Whether the parameter of this path, "encoder.0.weight", belongs to them: its first word names its component.</summary>
    public bool Contain(string path) => _names.Length == 0 || Array.IndexOf(_names, Of(path)) >= 0;

    /// <exception cref="ArgumentException">A name is not the component of any path.</exception>
    public void RequireAmong(IEnumerable<string> paths)
    {
        var known = paths.Select(Of).Distinct().ToArray();
        foreach (var name in _names)
            if (!known.Contains(name))
                throw new ArgumentException($"The model has no prunable component '{name}'; it has {string.Join(", ", known)}.");
    }

    /// <summary>"all" or "encoder".</summary>
    public override string ToString() => _names.Length == 0 ? "all" : string.Join("+", _names);

    public override bool Equals(object? other) => other is Components components && components._names.AsSpan().SequenceEqual(_names);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());
}
