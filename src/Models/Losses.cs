using System.Runtime.CompilerServices;

namespace SparseGen.Models;

/// <summary>The losses of one training step, by the names that the model gives them.</summary>
public readonly struct Losses
{
    public const int MaxCount = 4;

    [InlineArray(MaxCount)]
    struct Values
    {
        double _first;
    }

    readonly Values _values;

    readonly int _reported;

    /// <param name="names">one for each value</param>
    /// <param name="values">at most <see cref="MaxCount"/></param>
    /// <param name="reported">bit i is set if value i was reported</param>
    internal Losses(IReadOnlyList<string> names, ReadOnlySpan<double> values, int reported)
    {
        _reported = reported;
        Names = names;
        values.CopyTo(_values);
    }

    /// <summary>"reconstruction"; "discriminator" and "generator"</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The name of the first loss that the step did not report, whose value is NaN; null if all were reported.</summary>
    public string? Missing
    {
        get
        {
            for (var i = 0; i < Names.Count; i++)
                if ((_reported >> i & 1) == 0) return Names[i];
            return null;
        }
    }

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
