using System.Buffers.Binary;

namespace SparseGen;

/// <summary>The format of a file of weights.</summary>
enum WeightFormat
{
    /// <summary>Begins with the length of a header, followed by the header's opening brace.</summary>
    Safetensors,

    /// <summary>A zip archive: NumPy's .npz, or PyTorch's since version 1.6.</summary>
    Archive,

    /// <summary>PyTorch's before version 1.6: a sequence of pickles.</summary>
    Pickle,
}

/// <summary>Recognises formats by the first bytes of a file, independent of its name.</summary>
static class WeightFormats
{
    const int PrefixBytes = 64;
    const string Expected = "expected weights as .safetensors, .npz or of PyTorch";

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FileFormatException">The file has none of the formats; the message names its actual format if that is recognised.</exception>
    public static WeightFormat Of(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: {Expected}, found no such file");
        using var stream = File.OpenRead(path);
        Span<byte> buffer = stackalloc byte[PrefixBytes];
        ReadOnlySpan<byte> start = buffer[..stream.ReadAtLeast(buffer, PrefixBytes, throwOnEndOfStream: false)];
        if (Of(start, stream.Length) is { } format) return format;
        throw new FileFormatException(path, $"{Expected}, found {ForeignFile.Describe(start) ?? $"a file of another kind, {Plural.Of(stream.Length, "byte")} long"}");
    }

    /// <param name="start">the first bytes of the file</param>
    /// <param name="length">length of the file in bytes</param>
    /// <returns>null for other formats</returns>
    static WeightFormat? Of(ReadOnlySpan<byte> start, long length)
    {
        if (start is [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..]) return WeightFormat.Archive;
        // A pickle begins with 0x80 and its protocol, which can also be the lowest bytes of a length; but the first eight bytes of a pickle, read as
        // a length, exceed that of any file.
        var isPickle = start is [(byte)PickleOperation.PROTO, >= 2 and <= 5, ..];
        var hasHeader = start.Length > Safetensors.LengthBytes && start[Safetensors.LengthBytes] == '{';
        if (hasHeader && (!isPickle || BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)length)) return WeightFormat.Safetensors;
        return isPickle ? WeightFormat.Pickle : null;
    }
}
