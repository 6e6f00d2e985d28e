using System.Runtime.CompilerServices;

namespace SparseGen.Models;

/// <summary>The losses of one training step, by the names the model gives them.</summary>
public readonly struct Losses
{
    public const int MaxCount = 4;

    [InlineArray(MaxCount)]
    struct Values
    {
        double _first;
    }

    readonly Values _values;

    internal Losses(IReadOnlyList<string> names, ReadOnlySpan<double> values)
    {
        Names = names;
        values.CopyTo(_values);
    }

    /// <summary>"reconstruction"; "discriminator" and "generator"</summary>
    public IReadOnlyList<string> Names { get; }

    public double this[int index] => index < Names.Count ? _values[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public double this[string name]
    {
        get
        {
            for (var i = 0; i < Names.Count; i++)
                if (Names[i] == name) return _values[i];
            throw new ArgumentException($"There is no loss '{name}'; the model has {string.Join(", ", Names)}.");
        }
    }
}
