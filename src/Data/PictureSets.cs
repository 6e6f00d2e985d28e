using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SparseGen.Data;

/// <summary>How data sets of picture files are loaded: decoded once, then from a packed file that is made again when a picture or label has changed.</summary>
public sealed record PictureSets
{
    /// <summary>Leaves out what is missing or broken, instead of refusing the set.</summary>
    public bool SkipBadImages { get; init; }

    /// <summary>Where the packed files are kept.</summary>
    public string Cache { get; init; } = CacheFolder.Default();

    /// <summary>Is told when many pictures are decoded, which takes a while, and of what a set lacks.</summary>
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

    /// <summary>One for each folder and size.</summary>
    string PathOf(PictureFiles files)
    {
        var folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(files.Folder))))[..12];
        return Path.Combine(Cache, string.Create(CultureInfo.InvariantCulture, $"{files.Name}-{files.Side}-{folder}.images"));
    }
}
