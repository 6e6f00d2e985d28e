using System.Security.Cryptography;
using System.Text;

namespace SparseGen;

/// <summary>Safetensors files that contain a SHA-256 checksum of names, types, shapes, contents and metadata.</summary>
public static class Checkpoint
{
    const string ChecksumKey = "sha256";

    /// <summary>Writes atomically: an existing file is replaced when the new one is complete. The folder is created if it is missing.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, NDArray> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var notes = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>());
        notes[ChecksumKey] = Checksum(arrays, notes);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Safetensors.Write(path, arrays, notes);
    }

    /// <exception cref="FileFormatException">The file has no checksum, since it was written by another program, or it is damaged.</exception>
    public static ArrayFile Read(string path)
    {
        var file = Safetensors.Read(path);
        if (!file.Metadata.TryGetValue(ChecksumKey, out var expected))
            throw new FileFormatException(path, $"expected a checksum in its metadata, found none: it was not written by a training{Remedy}");
        var found = Checksum(file.Arrays, file.Metadata);
        return found == expected
            ? file
            : throw new FileFormatException(path, $"expected checksum {expected[..Math.Min(12, expected.Length)]}…, found {found[..12]}…: the file is damaged{Remedy}");
    }

    const string Remedy = ". Delete it, and it is computed again; everything else is kept";

    static string Checksum(IReadOnlyDictionary<string, NDArray> arrays, IReadOnlyDictionary<string, string> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (key != ChecksumKey) Add(hash, $"{key.Length}:{key}={value.Length}:{value}\n");
        foreach (var (name, array) in arrays.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Add(hash, $"{name.Length}:{name} {array.DType} {array.Shape}\n");
            hash.AppendData(array.Bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Add(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
}
