using System.Runtime.CompilerServices;

namespace SparseGen;

/// <summary>
/// The sizes of a tensor, outermost first. Activations are (C, H, W, N) or (F, N) with the batch innermost;
/// weights are (out, in, kh, kw). Up to <see cref="MaxRank"/> dimensions; rank 0 is a scalar.
/// </summary>
public readonly struct Shape : IEquatable<Shape>
{
    public const int MaxRank = 6;

    [InlineArray(MaxRank)]
    struct Sizes
    {
        int _first;
    }

    readonly Sizes _sizes;

    /// <exception cref="ArgumentException">More than <see cref="MaxRank"/> sizes, or a negative one.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MaxRank)
            throw new ArgumentException($"A shape has at most {MaxRank} dimensions, not {sizes.Length}.", nameof(sizes));
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 0)
                throw new ArgumentException($"Size {sizes[i]} of dimension {i} is negative.", nameof(sizes));
            _sizes[i] = sizes[i];
        }
        Rank = sizes.Length;
    }

    public int Rank { get; }

    public int this[int dimension] => (uint)dimension < (uint)Rank
        ? _sizes[dimension]
        : throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"Shape {this} has {Rank} dimensions.");

    /// <summary>The number of elements.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            for (var i = 0; i < Rank; i++) count = checked(count * _sizes[i]);
            return count;
        }
    }

    /// <summary>This shape with the size of one dimension replaced.</summary>
    public Shape With(int dimension, int size)
    {
        Span<int> sizes = stackalloc int[Rank];
        for (var i = 0; i < Rank; i++) sizes[i] = _sizes[i];
        sizes[dimension] = size;
        return new Shape(sizes);
    }

    /// <summary>Whether the other shape has the same rank and no size that is smaller, and no size of this one is 0.</summary>
    public bool FitsIn(in Shape other)
    {
        if (Rank != other.Rank) return false;
        for (var i = 0; i < Rank; i++)
            if (this[i] < 1 || this[i] > other[i]) return false;
        return true;
    }

    public bool Equals(Shape other)
    {
        if (Rank != other.Rank) return false;
        for (var i = 0; i < Rank; i++)
            if (_sizes[i] != other._sizes[i]) return false;
        return true;
    }

    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var i = 0; i < Rank; i++) hash.Add(_sizes[i]);
        return hash.ToHashCode();
    }

    public static bool operator ==(in Shape a, in Shape b) => a.Equals(b);

    public static bool operator !=(in Shape a, in Shape b) => !a.Equals(b);

    /// <summary>"(64, 32, 32, 3)".</summary>
    public override string ToString() => $"({string.Join(", ", ToArray())})";

    public int[] ToArray()
    {
        var sizes = new int[Rank];
        for (var i = 0; i < Rank; i++) sizes[i] = _sizes[i];
        return sizes;
    }
}
