using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SparseGen.Data;

/// <summary>The image files of a data set with their labels, and the size of the square images that they become.</summary>
/// <param name="Name">name of the data set: "celeba-64"</param>
/// <param name="Folder">folder to which the paths are relative</param>
/// <param name="Crop">side in pixels of the central square that is cut from each image; 0 for the largest possible</param>
/// <param name="Side">height and width in pixels of the resulting images</param>
/// <param name="Classes">labels are 0 … Classes − 1</param>
/// <param name="Test">held-out images</param>
sealed record PictureFiles(string Name, string Folder, int Crop, int Side, int Classes, IReadOnlyList<LabelledFile> Train, IReadOnlyList<LabelledFile> Test)
{
    /// <summary>Number of unusable files that an error message names.</summary>
    const int MaxNamed = 5;

    /// <summary>A hash that changes when a file is added, removed, renamed or written, or when a label or size changes; files are not read.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, $"turned upright {Crop} {Side} {Classes}\n");
        foreach (var (part, files) in new[] { ("train", Train), ("test", Test) })
            foreach (var file in files)
            {
                var info = new FileInfo(Path.Combine(Folder, file.Path));
                if (info.Exists) Add(hash, $"{part} {file.Path} {file.Label} {info.Length} {info.LastWriteTimeUtc.Ticks}\n");
                else Add(hash, $"{part} {file.Path} missing\n");
            }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Decodes all files in parallel to images of (3, Side, Side).</summary>
    /// <param name="skipBad">whether files that are missing, damaged or smaller than the crop are left out</param>
    /// <exception cref="FileFormatException">A file is missing, damaged or smaller than the crop, unless such are left out; the message names the first ones.</exception>
    public DataSet Decode(bool skipBad)
    {
        var bad = new ConcurrentBag<(string Path, string Problem)>();
        var set = new DataSet(Name, Decode("train", Train, bad), Decode("test", Test, bad));
        if (bad.IsEmpty || skipBad) return set;
        var named = bad.OrderBy(one => one.Path, StringComparer.Ordinal).Take(MaxNamed).Select(one => $"{one.Path} ({one.Problem})");
        var more = bad.Count > MaxNamed ? $" and {bad.Count - MaxNamed} more" : "";
        throw new FileFormatException(Folder, $"expected {Train.Count + Test.Count:N0} pictures, of which {bad.Count:N0} cannot be used: {string.Join(", ", named)}{more}; --skip-bad-images leaves them out");
    }

    ImageSet Decode(string part, IReadOnlyList<LabelledFile> files, ConcurrentBag<(string Path, string Problem)> bad)
    {
        const int colours = 3;
        var size = colours * Side * Side;
        var pixels = new byte[(long)files.Count * size];
        var isGood = new bool[files.Count];
        Parallel.For(0, files.Count, i =>
        {
            if (TryDecode(files[i].Path, pixels.AsSpan(i * size, size)) is { } problem) bad.Add((files[i].Path, problem));
            else isGood[i] = true;
        });
        var labels = new List<byte>();
        for (var i = 0; i < files.Count; i++)
        {
            if (!isGood[i]) continue;
            pixels.AsSpan(i * size, size).CopyTo(pixels.AsSpan(labels.Count * size, size));
            labels.Add(files[i].Label);
        }
        return new ImageSet($"{Name} {part}", colours, Side, Side, Classes, pixels.AsMemory(0, labels.Count * size), labels.ToArray());
    }

    /// <returns>null if the image was decoded; else the problem</returns>
    string? TryDecode(string path, Span<byte> destination)
    {
        var full = Path.Combine(Folder, path);
        if (!File.Exists(full)) return "missing";
        try
        {
            var picture = ImageFile.Read(full, upright: true);
            var smaller = Math.Min(picture.Height, picture.Width);
            if (smaller < Math.Max(Crop, 1)) return string.Create(CultureInfo.InvariantCulture, $"{picture.Width}×{picture.Height}, smaller than {Crop}×{Crop}");
            SquareImage.Resize(picture, Crop == 0 ? smaller : Crop, Side, destination);
            return null;
        }
        catch (Exception failure) when (failure is FileFormatException or IOException)
        {
            return "broken";
        }
    }

    static void Add(IncrementalHash hash, FormattableString text) => hash.AppendData(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>An image file and its class.</summary>
/// <param name="Path">relative to the folder of the set</param>
sealed record LabelledFile(string Path, byte Label);
