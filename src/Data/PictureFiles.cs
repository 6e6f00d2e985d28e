using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SparseGen.Data;

/// <summary>Picture files that become the images of a data set: squares of one size, each with a label.</summary>
/// <param name="Name">of the data set: "celeba-64"</param>
/// <param name="Folder">that the paths are relative to</param>
/// <param name="Crop">side of the square that is cut from the middle of each; 0 = the largest there is</param>
/// <param name="Side">of the images</param>
/// <param name="Classes">labels are 0 … Classes − 1</param>
/// <param name="Train">what is learned from</param>
/// <param name="Test">what is held out</param>
sealed record PictureFiles(string Name, string Folder, int Crop, int Side, int Classes, IReadOnlyList<LabelledFile> Train, IReadOnlyList<LabelledFile> Test)
{
    const int BadShown = 5;

    /// <summary>Changes when a file is added, removed, renamed or written, or a label or size is another.</summary>
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

    /// <summary>Decodes all of them on all processors.</summary>
    /// <param name="skipBad">leaves out what is missing or broken</param>
    /// <exception cref="FileFormatException">A picture is missing, broken or too small; the message names the first ones.</exception>
    public DataSet Decode(bool skipBad)
    {
        var bad = new ConcurrentBag<(string Path, string Problem)>();
        var set = new DataSet(Name, Decode("train", Train, bad), Decode("test", Test, bad));
        if (bad.IsEmpty || skipBad) return set;
        var named = bad.OrderBy(one => one.Path, StringComparer.Ordinal).Take(BadShown).Select(one => $"{one.Path} ({one.Problem})");
        var more = bad.Count > BadShown ? $" and {bad.Count - BadShown} more" : "";
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

    /// <returns>null, or what is wrong</returns>
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

/// <param name="Path">relative to the folder</param>
/// <param name="Label">its class</param>
sealed record LabelledFile(string Path, byte Label);
