using System.IO.Compression;

namespace SparseGen;

/// <summary>Reads bytes whose number is only claimed, by a header that may lie.</summary>
public static class ClaimedBytes
{
    const int FirstRead = 1 << 20;

    /// <summary>
    /// Reads until the claim is met or the stream ends: a shorter result means that it ended early.
    /// Memory grows with what is found, not with what is claimed.
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

    /// <summary>A whole entry of a zip archive.</summary>
    /// <param name="entry">of an archive that is open</param>
    /// <param name="name">for errors</param>
    /// <exception cref="FileFormatException">It has another length or checksum than the archive says.</exception>
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
