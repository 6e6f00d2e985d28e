using System.Security.Cryptography;
using SparseGen.Experiments;

namespace SparseGen.Tests.Experiments;

static class RunFiles
{
    /// <summary>Every file of a run that may not differ from one time to the next, by name and checksum.</summary>
    public static string[] Bytes(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) is not (TimingsLog.FileName or RunManifest.FileName or "report.html"))
            .Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(folder, path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];
}
