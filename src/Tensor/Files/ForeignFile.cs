using System.Text;

namespace SparseGen;

/// <summary>Recognises files of other formats that are often given in place of the expected one.</summary>
static class ForeignFile
{
    const int PrefixBytes = 64;

    /// <param name="path">an existing file</param>
    /// <returns>"a web page (…)"; null if the format is not recognised</returns>
    public static string? Describe(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[PrefixBytes];
        return Describe(start[..stream.ReadAtLeast(start, PrefixBytes, throwOnEndOfStream: false)]);
    }

    /// <param name="start">the first bytes of the file</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n').ToLowerInvariant();
        return start switch
        {
            [] => "an empty file",
            [0x1F, 0x8B, ..] => "a gzip file, which has to be unpacked first",
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "a single array (.npy)",
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file, as Keras writes them",
            _ when text.StartsWith("version https://git-lfs", StringComparison.Ordinal) => "a Git LFS pointer: the file itself was not downloaded ('git lfs pull' does that)",
            _ when text.StartsWith("<!doctype", StringComparison.Ordinal) || text.StartsWith("<html", StringComparison.Ordinal) || text.StartsWith("<?xml", StringComparison.Ordinal) =>
                "a web page: the download needs another address, or a confirmation in the browser",
            _ => null,
        };
    }
}
