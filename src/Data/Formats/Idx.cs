using System.Buffers.Binary;

namespace SparseGen.Data;

/// <summary>
/// The IDX files of MNIST (LeCun, Cortes and Burges 1998) and Fashion-MNIST (Xiao, Rasul and Vollgraf 2017), compressed or not:
/// a magic number, the sizes as big-endian 32-bit numbers, and one byte for each element.
/// </summary>
public static class Idx
{
    /// <summary>Two zero bytes, the element type 8 (unsigned byte), and the number of dimensions.</summary>
    const uint ImagesMagic = 0x0803, LabelsMagic = 0x0801;

    const int Classes = 10;

    static readonly string[] TrainImages = Names("train-images", 3), TrainLabels = Names("train-labels", 1), TestImages = Names("t10k-images", 3), TestLabels = Names("t10k-labels", 1);

    /// <summary>The four files, each with its alternative names.</summary>
    internal static readonly string[][] Files = [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>Reads train-images-idx3-ubyte, train-labels-idx1-ubyte and the t10k files of a folder, each also with .gz.</summary>
    /// <param name="name">name of the resulting set</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="FileFormatException">A file is not IDX, incomplete or damaged, or the sizes in the files differ.</exception>
    public static DataSet Load(string folder, string name)
    {
        var paths = Array.ConvertAll(Files, names => SourceFile.Require(folder, names));
        var train = Read(paths[0], paths[1], $"{name} train");
        var test = Read(paths[2], paths[3], $"{name} test");
        return test.Height == train.Height && test.Width == train.Width
            ? new DataSet(name, train, test)
            : throw new FileFormatException(paths[2], $"expected images of {train.Height}×{train.Width}, as those for training, found {test.Height}×{test.Width}");
    }

    /// <summary>Reads images (N, H, W) and their labels (N).</summary>
    /// <param name="images">path of the idx3 file</param>
    /// <param name="labels">path of the idx1 file</param>
    /// <param name="name">name of the resulting set</param>
    /// <exception cref="FileFormatException">A file is not IDX, incomplete or damaged, or the numbers of images and labels differ.</exception>
    public static ImageSet Read(string images, string labels, string name)
    {
        var (sizes, pixels) = ReadArray(images, ImagesMagic, "images");
        var (_, classes) = ReadArray(labels, LabelsMagic, "labels");
        if (classes.Length != sizes[0]) throw new FileFormatException(labels, $"expected {sizes[0]:N0} labels, as many as {Path.GetFileName(images)} has images, found {classes.Length:N0}");
        var wrong = classes.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1));
        if (wrong >= 0) throw new FileFormatException(labels, $"expected labels from 0 to {Classes - 1}, found {classes[wrong]} at image {wrong:N0}");
        return new ImageSet(name, 1, sizes[1], sizes[2], Classes, pixels, classes);
    }

    static (int[] Sizes, byte[] Values) ReadArray(string path, uint magic, string what)
    {
        using var file = new SourceFile(path);
        var fields = new uint[1 + (magic & 0xFF)];
        var header = file.Read(sizeof(uint) * fields.Length);
        for (var i = 0; i < header.Length / sizeof(uint); i++) fields[i] = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(sizeof(uint) * i));
        if (header.Length >= sizeof(uint) && fields[0] != magic)
            throw new FileFormatException(path, $"expected the magic number {magic} of an IDX file of {what}, found {fields[0]}");
        if (header.Length < sizeof(uint) * fields.Length)
            throw new FileFormatException(path, $"expected a header of {sizeof(uint) * fields.Length} bytes, found {header.Length}; the download is incomplete");
        long count = 1;
        foreach (var size in fields.AsSpan(1))
            if (size == 0 || size > Array.MaxLength / count)
                throw new FileFormatException(path, $"expected sizes of {what} that can be, found {string.Join(" × ", fields[1..])}");
            else count *= size;
        return (Array.ConvertAll(fields[1..], size => (int)size), file.ReadRest((int)count, "after the header"));
    }

    /// <summary>The published name, and the one that some unpacking programs give.</summary>
    static string[] Names(string stem, int dimensions) => [$"{stem}-idx{dimensions}-ubyte", $"{stem}.idx{dimensions}-ubyte"];
}
