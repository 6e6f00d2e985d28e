using System.IO.Compression;

namespace SparseGen.Data;

/// <summary>A file of a data set, plain or compressed by gzip; compression is detected by the first bytes, not by the name.</summary>
sealed class SourceFile : IDisposable
{
    readonly Stream _stream;

    public SourceFile(string path) : this(path, Open(path))
    {
    }

    /// <param name="path">named in error messages</param>
    /// <param name="stream">the content, decompressed; disposed with this</param>
    public SourceFile(string path, Stream stream)
    {
        Path = path;
        _stream = stream;
    }

    public string Path { get; }

    /// <summary>Opens a file for reading; gzip is decompressed.</summary>
    public static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        var compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>The first file that exists of a folder's names, each also with .gz appended; null if there is none.</summary>
    public static string? Find(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            foreach (var suffix in (ReadOnlySpan<string>)["", ".gz"])
                if (System.IO.Path.Combine(folder, name + suffix) is var path && File.Exists(path)) return path;
        return null;
    }

    /// <summary>The first file that exists of a folder's names, each also with .gz appended.</summary>
    /// <exception cref="FileNotFoundException">There is none; the message names them all.</exception>
    public static string Require(string folder, params ReadOnlySpan<string> names) => Find(folder, names)
        ?? throw new FileNotFoundException($"{folder}: expected {string.Join(" or ", names.ToArray().Select(name => $"{name}[.gz]"))}, found no such file");

    /// <summary>Reads the next <paramref name="count"/> bytes; fewer if the file ends before.</summary>
    /// <exception cref="FileFormatException">The file cannot be decompressed.</exception>
    public byte[] Read(int count)
    {
        try
        {
            return ClaimedBytes.Read(_stream, count);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new FileFormatException(Path, "expected a gzip file, found one that is damaged and cannot be decompressed", damaged);
        }
    }

    /// <summary>Reads the last <paramref name="count"/> bytes of the file.</summary>
    /// <param name="what">describes the bytes in error messages: "after the header"</param>
    /// <exception cref="FileFormatException">There are fewer or more bytes.</exception>
    public byte[] ReadRest(int count, string what)
    {
        var bytes = Read(count);
        if (bytes.Length < count)
            throw new FileFormatException(Path, $"expected {count:N0} bytes {what}, found {bytes.Length:N0}; the download is incomplete");
        if (Read(1).Length > 0)
            throw new FileFormatException(Path, $"expected {count:N0} bytes {what}, found more");
        return bytes;
    }

    public void Dispose() => _stream.Dispose();
}
