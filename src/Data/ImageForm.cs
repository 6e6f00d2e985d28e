namespace SparseGen.Data;

/// <summary>Size and number of classes of a data set's images, known without its files.</summary>
/// <param name="Channels">1 or 3</param>
/// <param name="Side">height and width in pixels</param>
/// <param name="Classes">labels are 0 … Classes − 1</param>
public readonly record struct ImageForm(int Channels, int Side, int Classes)
{
    static readonly Dictionary<string, ImageForm> Known = new()
    {
        ["mnist"] = new(1, 28, 10),
        ["fashion-mnist"] = new(1, 28, 10),
        ["cifar10"] = new(3, 32, 10),
        ["celeba"] = new(3, 32, CelebA.Classes),
        ["celeba-64"] = new(3, 64, CelebA.Classes),
        ["glyphs"] = new(1, 28, 10),
        ["glyphs-color"] = new(3, 32, 10),
    };

    /// <summary>(C, H, W)</summary>
    public Shape Image => new(Channels, Side, Side);

    /// <summary>The form of a published or built-in set.</summary>
    /// <param name="dataSet">one of <see cref="DataFolder.Names"/></param>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    public static ImageForm Of(string dataSet) => Known.TryGetValue(dataSet, out var form)
        ? form
        : throw new ArgumentException($"Expected a data set of {string.Join(", ", DataFolder.Names)}; found '{dataSet}'.");
}
