using System.Security.Cryptography;
using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>The images of a data set, or of a folder, which are decoded as they are read.</summary>
public sealed class ImageSource
{
    const string TestSuffix = ":test", TrainSuffix = ":train";

    readonly Func<int, IEnumerable<ImageSet>> _read;

    ImageSource(string name, int count, Func<int, IEnumerable<ImageSet>> read)
    {
        Name = name;
        Count = count;
        _read = read;
    }

    /// <summary>"cifar10 train", "samples/"</summary>
    public string Name { get; }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    public static ImageSource Of(ImageSet images) => new(images.Name, images.Count, count => count == images.Count ? [images] : [Sample(images, count)]);

    /// <summary>
    /// The source that an argument of the command line names: an existing folder, or a data set, with "cifar10" or "cifar10:train"
    /// for its training images and "cifar10:test" for its held-out images.
    /// </summary>
    /// <exception cref="ArgumentException">The text names neither.</exception>
    /// <exception cref="FileFormatException">The folder has no images, or the data set is damaged.</exception>
    public static ImageSource Of(string text, DataFolder data)
    {
        if (Directory.Exists(text))
        {
            var files = ImageFolder.Files(text);
            return new ImageSource(text, files.Length, count => ImageFolder.Read(count == files.Length ? files : Sample(files, count)));
        }
        var test = text.EndsWith(TestSuffix, StringComparison.Ordinal);
        var name = test ? text[..^TestSuffix.Length] : text.EndsWith(TrainSuffix, StringComparison.Ordinal) ? text[..^TrainSuffix.Length] : text;
        if (!DataFolder.Names.Contains(name)) throw new ArgumentException($"Expected a folder of pictures or a data set of {string.Join(", ", DataFolder.Names)}; found '{text}'.{Suggestion.For(text, DataFolder.Names.SelectMany(one => new[] { one, one + TrainSuffix, one + TestSuffix }))}");
        var set = data.Load(name);
        return Of(test ? set.Test : set.Train);
    }

    /// <summary>The images, in sets of one size. A part of them is chosen by hashes of their contents: a sample that does not depend on names or order.</summary>
    /// <param name="count">number of images; all if null or larger than <see cref="Count"/></param>
    public IEnumerable<ImageSet> Read(int? count = null) => _read(Math.Min(count ?? Count, Count));

    static ImageSet Sample(ImageSet images, int count)
    {
        var chosen = PixelOrder.Of([.. Enumerable.Range(0, images.Count).Select(i => PixelOrder.KeyOf(images, i))]).AsSpan(0, count);
        var (pixels, labels) = (new byte[count * images.ImageSize], new byte[count]);
        for (var n = 0; n < count; n++)
        {
            images.Image(chosen[n]).CopyTo(pixels.AsSpan(n * images.ImageSize));
            labels[n] = images.Labels[chosen[n]];
        }
        return new ImageSet(images.Name, images.Channels, images.Height, images.Width, images.Classes, pixels, labels);
    }

    static string[] Sample(string[] files, int count)
    {
        var keys = new byte[files.Length][];
        Parallel.For(0, files.Length, i =>
        {
            using var stream = File.OpenRead(files[i]);
            keys[i] = SHA256.HashData(stream);
        });
        return [.. PixelOrder.Of(keys).AsSpan(0, count).ToArray().Select(i => files[i])];
    }
}
