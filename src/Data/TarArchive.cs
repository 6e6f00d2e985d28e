using System.Formats.Tar;

namespace SparseGen.Data;

/// <summary>A tar archive, compressed by gzip or not, read from its beginning to its end.</summary>
static class TarArchive
{
    /// <param name="path">of the archive</param>
    /// <param name="visit">told of each file in it, by its name in the archive and its content, which can be read until it returns</param>
    /// <exception cref="FileFormatException">The archive is damaged.</exception>
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
