using System.Buffers.Binary;

namespace SparseGen.Fid.Fuzzing;

/// <summary>Random changes of bytes: flipped bits, extreme numbers, and removed, repeated or inserted ranges.</summary>
ref struct Mutation(ref PhiloxSequence random)
{
    /// <summary>Boundary values of lengths and counts.</summary>
    static readonly long[] Extremes =
        [0, 1, -1, sbyte.MaxValue, byte.MaxValue, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 31, 1L << 40, long.MaxValue, long.MinValue];

    ref PhiloxSequence _random = ref random;

    /// <summary>Applies one to four changes.</summary>
    public byte[] Of(byte[] bytes)
    {
        for (var times = 1 + _random.NextBelow(4); times > 0; times--) bytes = Once(bytes);
        return bytes;
    }

    byte[] Once(byte[] bytes)
    {
        if (bytes.Length == 0) return [(byte)_random.NextBelow(256)];
        var result = (byte[])bytes.Clone();
        var (at, end) = (_random.NextBelow(bytes.Length), _random.NextBelow(bytes.Length) + 1);
        if (end < at) (at, end) = (end, at);
        switch (_random.NextBelow(9))
        {
            case 0: result[at] ^= (byte)(1 << _random.NextBelow(8)); return result;
            case 1: result[at] = (byte)_random.NextBelow(256); return result;
            case 2: WriteExtreme(result, at); return result;
            case 3: return ReplaceDigits(result, at);
            case 4: return result[..at]; // truncated
            case 5: return [.. result, .. Noise()];
            case 6: return [.. result[..at], .. result[end..]]; // a range removed
            case 7: return [.. result[..end], .. result[at..]]; // a range repeated
            default: return [.. result[..at], .. Noise(), .. result[at..]];
        }
    }

    /// <summary>Writes a boundary value of 1, 2, 4 or 8 bytes, little- or big-endian.</summary>
    void WriteExtreme(Span<byte> bytes, int at)
    {
        var value = Extremes[_random.NextBelow(Extremes.Length)];
        var size = 1 << _random.NextBelow(4);
        Span<byte> number = stackalloc byte[sizeof(long)];
        if (_random.NextBelow(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            number = number[..size];
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            number = number[^size..];
        }
        number[..Math.Min(size, bytes.Length - at)].CopyTo(bytes[at..]);
    }

    /// <summary>Replaces the next decimal number, as in headers of text, by a boundary value.</summary>
    byte[] ReplaceDigits(byte[] bytes, int at)
    {
        var first = bytes.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (first < 0) return bytes;
        first += at;
        var length = bytes.AsSpan(first).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var end = length < 0 ? bytes.Length : first + length;
        var number = System.Text.Encoding.ASCII.GetBytes(Extremes[_random.NextBelow(Extremes.Length)].ToString(System.Globalization.CultureInfo.InvariantCulture));
        return [.. bytes[..first], .. number, .. bytes[end..]];
    }

    /// <summary>1 to 64 random bytes.</summary>
    byte[] Noise()
    {
        var noise = new byte[1 + _random.NextBelow(64)];
        foreach (ref var value in noise.AsSpan()) value = (byte)_random.NextBelow(256);
        return noise;
    }
}
