using System.Formats.Tar;

namespace SparseGen.Data;

/// <summary>Reads tar archives, plain or compressed by gzip, sequentially.</summary>
static class TarArchive
{
    /// <param name="visit">is called for each regular file with its name in the archive and its content, which is valid until the call returns</param>
    /// <exception cref="FileFormatException">The archive is damaged or incomplete.</exception>
    public static void Read(string path, Action<string, Stream> visit)
    {
        try
        {
            using var stream = SourceFile.Open(path);
            using var archive = new TarReader(stream);
            while (archive.GetNextEntry() is { } entry)
                if (entry is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } content }) visit(entry.Name, content);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new FileFormatException(path, $"expected a tar archive, found one that is damaged or cut off: {damaged.Message}", damaged);
        }
    }
}
