namespace SparseGen;

/// <summary>
/// Reads a stream of <see cref="Philox"/> sequentially, for algorithms whose number of draws is not known in advance. It is a
/// mutable struct: pass it by reference, since a copy has its own position.
/// </summary>
public struct PhiloxSequence(in RandomStream stream)
{
    readonly RandomStream _stream = stream;
    Philox.Words _words;
    long _position;

    /// <summary>A random word of 32 bits.</summary>
    /// <exception cref="InvalidOperationException">All 2³⁴ words of the stream have been read.</exception>
    public uint NextWord()
    {
        if (_position == Philox.StreamLength) throw new InvalidOperationException("The stream has no more numbers.");
        if ((_position & 3) == 0) _words = Philox.Block(_stream, (uint)(_position >> 2));
        return _words[(int)(_position++ & 3)];
    }

    /// <summary>Uniform in 0 … bound − 1 (Lemire 2019, "Fast random integer generation in an interval").</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int NextBelow(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var product = (ulong)NextWord() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            var excess = (uint)((1UL << 32) % (uint)bound);
            while ((uint)product < excess) product = (ulong)NextWord() * (uint)bound;
        }
        return (int)(product >> 32);
    }

    /// <summary>Uniform in [0, 1), multiples of 2⁻²⁴.</summary>
    public float NextSingle() => Philox.ToSingle(NextWord());
}
