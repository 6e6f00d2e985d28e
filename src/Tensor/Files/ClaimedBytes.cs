using System.IO.Compression;

namespace SparseGen;

/// <summary>Reads a number of bytes that a header states, without trusting the header.</summary>
public static class ClaimedBytes
{
    const int FirstRead = 1 << 20;

    /// <summary>
    /// Reads <paramref name="claimed"/> bytes, or fewer if the stream ends earlier. Memory is allocated as bytes are found, so
    /// that a wrong number does not allocate memory for data that do not exist.
    /// </summary>
    public static byte[] Read(Stream stream, int claimed)
    {
        var bytes = new byte[Math.Min(claimed, FirstRead)];
        var found = 0;
        while (true)
        {
            found += stream.ReadAtLeast(bytes.AsSpan(found), bytes.Length - found, throwOnEndOfStream: false);
            if (found < bytes.Length) return bytes[..found];
            if (found == claimed) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(claimed, 2L * bytes.Length));
        }
    }

    /// <summary>Reads a whole entry of a zip archive.</summary>
    /// <param name="entry">of an open archive</param>
    /// <param name="name">for error messages</param>
    /// <exception cref="FileFormatException">The entry has another length or checksum than the archive states.</exception>
    public static byte[] Read(ZipArchiveEntry entry, string name)
    {
        if ((ulong)entry.Length > (ulong)Array.MaxLength) throw new FileFormatException(name, $"expected at most {Array.MaxLength:N0} bytes, found {entry.Length:N0}");
        using var source = entry.Open();
        var bytes = Read(source, (int)entry.Length);
        if (bytes.Length < entry.Length)
            throw new FileFormatException(name, $"expected {entry.Length:N0} bytes as the archive says, found {bytes.Length:N0}; the archive is damaged");
        var checksum = Crc32.Of(bytes);
        return checksum == entry.Crc32
            ? bytes
            : throw new FileFormatException(name, $"expected the checksum {entry.Crc32:x8} as the archive says, found {checksum:x8}; the archive is damaged");
    }
}
