using System.Buffers.Binary;

namespace SparseGen;

/// <summary>How a file of weights is written.</summary>
enum WeightFormat
{
    /// <summary>The length of a header, which begins with a brace.</summary>
    Safetensors,

    /// <summary>A zip archive: NumPy's .npz, or PyTorch's since version 1.6.</summary>
    Archive,

    /// <summary>PyTorch's before version 1.6.</summary>
    Pickle,
}

/// <summary>Tells formats apart by what cannot be mistaken, whatever the file is called.</summary>
static class WeightFormats
{
    const int Looked = 64;
    const string Expected = "expected weights as .safetensors, .npz or of PyTorch";

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FileFormatException">The file is of none of the formats; the message says what it is, where that can be told.</exception>
    public static WeightFormat Of(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: {Expected}, found no such file");
        using var stream = File.OpenRead(path);
        Span<byte> buffer = stackalloc byte[Looked];
        ReadOnlySpan<byte> start = buffer[..stream.ReadAtLeast(buffer, Looked, throwOnEndOfStream: false)];
        if (Of(start, stream.Length) is { } format) return format;
        throw new FileFormatException(path, $"{Expected}, found {ForeignFile.Describe(start) ?? $"a file of another kind, {Plural.Of(stream.Length, "byte")} long"}");
    }

    /// <param name="start">the first bytes</param>
    /// <param name="length">of the file</param>
    /// <returns>null if it is none</returns>
    static WeightFormat? Of(ReadOnlySpan<byte> start, long length)
    {
        if (start is [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..]) return WeightFormat.Archive;
        // 0x80 and a protocol are also the lowest bytes of some lengths. A pickle's first eight, as a length, exceed any file.
        var isPickle = start is [(byte)PickleOperation.PROTO, >= 2 and <= 5, ..];
        var hasHeader = start.Length > Safetensors.LengthBytes && start[Safetensors.LengthBytes] == '{';
        if (hasHeader && (!isPickle || BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)length)) return WeightFormat.Safetensors;
        return isPickle ? WeightFormat.Pickle : null;
    }
}
