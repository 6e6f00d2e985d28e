using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SparseGen.Data;

/// <summary>Loads data sets of image files: they are decoded once into a cache file, which is written again when a file, label or size has changed.</summary>
public sealed record PictureSets
{
    /// <summary>Whether files that are missing, damaged or too small are left out; otherwise loading throws.</summary>
    public bool SkipBadImages { get; init; }

    /// <summary>The folder of the cache files.</summary>
    public string Cache { get; init; } = CacheFolder.Default();

    /// <summary>Receives messages for the user: that files are being decoded, which takes time, and which lists or images of a set are missing.</summary>
    public Action<string> Note { get; init; } = _ => { };

    internal DataSet Load(PictureFiles files)
    {
        var fingerprint = $"{files.Fingerprint()}{(SkipBadImages ? " without bad ones" : "")}";
        var path = PathOf(files);
        if (PackedImages.TryRead(path, files.Name, fingerprint) is { } packed) return packed;
        Note(string.Create(CultureInfo.InvariantCulture, $"{files.Name}: {files.Train.Count + files.Test.Count:N0} pictures are decoded, once, into {path}"));
        var set = files.Decode(SkipBadImages);
        if (CacheFolder.Keep(Cache, () => PackedImages.Write(path, set, fingerprint)) is { } problem)
            Note($"{files.Name}: used without being kept, and decoded again next time: {problem}");
        return set;
    }

    /// <summary>The cache file: one for each name, size and folder of a set.</summary>
    string PathOf(PictureFiles files)
    {
        var folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(files.Folder))))[..12];
        return Path.Combine(Cache, string.Create(CultureInfo.InvariantCulture, $"{files.Name}-{files.Side}-{folder}.images"));
    }
}
