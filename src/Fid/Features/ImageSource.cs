using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>Where images come from: a data set, or a folder of pictures, of which never more than a piece is in memory.</summary>
public sealed class ImageSource
{
    const string TestSuffix = ":test";

    readonly Func<int, IEnumerable<ImageSet>> _read;

    ImageSource(string name, int count, Func<int, IEnumerable<ImageSet>> read)
    {
        Name = name;
        Count = count;
        _read = read;
    }

    /// <summary>"cifar10 train", "samples/"</summary>
    public string Name { get; }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    public static ImageSource Of(ImageSet images) => new(images.Name, images.Count, count => [images.Slice(0, count)]);

    /// <summary>What a text on the command line names: a folder that exists, or a data set, "cifar10" for its training images and "cifar10:test" for the others.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    /// <exception cref="FileFormatException">The folder has no pictures, or the data set is damaged.</exception>
    public static ImageSource Of(string text, DataFolder data)
    {
        if (Directory.Exists(text))
        {
            var files = ImageFolder.Files(text);
            return new ImageSource(text, files.Length, count => ImageFolder.Read(files.AsSpan(0, count).ToArray()));
        }
        var test = text.EndsWith(TestSuffix, StringComparison.Ordinal);
        var name = test ? text[..^TestSuffix.Length] : text;
        if (!DataFolder.Names.Contains(name)) throw new ArgumentException($"Expected a folder of pictures, statistics (.npz) or a data set of {string.Join(", ", DataFolder.Names)}; found '{text}'.");
        var set = data.Load(name);
        return Of(test ? set.Test : set.Train);
    }

    /// <summary>The first images, in pieces of one size.</summary>
    /// <param name="count">all if null</param>
    public IEnumerable<ImageSet> Read(int? count = null) => _read(Math.Min(count ?? Count, Count));
}
