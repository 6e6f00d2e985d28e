using System.Runtime.CompilerServices;

namespace SparseGen;

/// <summary>
/// Random numbers by Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): a keyed bijection of
/// counters, so that element i of a stream can be computed without the elements before it. Key = seed; counter = (block,
/// purpose, low and high half of the step); block b gives elements 4b … 4b + 3.
/// </summary>
/// <remarks>
/// Only integer arithmetic and + − × ÷ √ are used, so that the numbers are equal on every machine. "start" is the index of the
/// first element to be computed, so that several threads can fill parts of one array.
/// </remarks>
public static partial class Philox
{
    /// <summary>The number of elements of a stream: 2³² blocks of four.</summary>
    public const long StreamLength = 1L << 34;

    const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    const uint KeyStep0 = 0x9E3779B9, KeyStep1 = 0xBB67AE85;
    const int Rounds = 10;
    const int Chunk = 256;

    /// <summary>Random words of 32 bits.</summary>
    public static void Fill(in RandomStream stream, Span<uint> words) => Fill(stream, 0, words);

    /// <summary>Random words of 32 bits, from element start on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The elements are not all in the stream.</exception>
    public static void Fill(in RandomStream stream, long start, Span<uint> words)
    {
        CheckRange(start, words.Length);
        var block = (uint)(start >> 2);
        var skip = (int)(start & 3);
        Words four;
        if (skip != 0)
        {
            four = Block(stream, block++);
            var head = Math.Min(4 - skip, words.Length);
            ((ReadOnlySpan<uint>)four).Slice(skip, head).CopyTo(words);
            words = words[head..];
        }
        for (; words.Length >= 4; words = words[4..])
        {
            four = Block(stream, block++);
            ((ReadOnlySpan<uint>)four).CopyTo(words);
        }
        if (words.Length == 0) return;
        four = Block(stream, block);
        ((ReadOnlySpan<uint>)four)[..words.Length].CopyTo(words);
    }

    /// <summary>Uniform in [0, 1), multiples of 2⁻²⁴.</summary>
    public static void Uniform(in RandomStream stream, Span<float> values) => Uniform(stream, 0, values);

    /// <summary>Uniform in [0, 1), multiples of 2⁻²⁴, from element start on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The elements are not all in the stream.</exception>
    public static void Uniform(in RandomStream stream, long start, Span<float> values)
    {
        CheckRange(start, values.Length);
        Span<uint> words = stackalloc uint[Chunk];
        for (var done = 0; done < values.Length; done += Chunk)
        {
            var part = values[done..Math.Min(done + Chunk, values.Length)];
            Fill(stream, start + done, words[..part.Length]);
            for (var i = 0; i < part.Length; i++) part[i] = ToSingle(words[i]);
        }
    }

    /// <summary>Uniform in [0, 1), multiples of 2⁻³². The float version gives the same numbers, truncated.</summary>
    public static void Uniform(in RandomStream stream, Span<double> values) => Uniform(stream, 0, values);

    /// <summary>Uniform in [0, 1), multiples of 2⁻³², from element start on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The elements are not all in the stream.</exception>
    public static void Uniform(in RandomStream stream, long start, Span<double> values)
    {
        CheckRange(start, values.Length);
        Span<uint> words = stackalloc uint[Chunk];
        for (var done = 0; done < values.Length; done += Chunk)
        {
            var part = values[done..Math.Min(done + Chunk, values.Length)];
            Fill(stream, start + done, words[..part.Length]);
            for (var i = 0; i < part.Length; i++) part[i] = words[i] * (1.0 / (1L << 32));
        }
    }

    internal static float ToSingle(uint word) => (word >> 8) * (1f / (1 << 24));

    internal static Words Block(in RandomStream stream, uint block)
    {
        uint x0 = block, x1 = stream.Purpose, x2 = (uint)stream.Step, x3 = (uint)(stream.Step >> 32);
        uint key0 = (uint)stream.Seed, key1 = (uint)(stream.Seed >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * x0;
            var product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ key0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ key1;
            x3 = (uint)product0;
            key0 += KeyStep0;
            key1 += KeyStep1;
        }
        Words words = default;
        words[0] = x0;
        words[1] = x1;
        words[2] = x2;
        words[3] = x3;
        return words;
    }

    static void CheckRange(long start, int count)
    {
        if (start < 0 || start > StreamLength - count)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{count} elements from {start} on lie outside the {StreamLength} of a stream.");
    }

    [InlineArray(4)]
    internal struct Words
    {
        uint _first;
    }
}
