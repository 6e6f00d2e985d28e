using System.Globalization;

namespace SparseGen.Data;

/// <summary>
/// CelebA, aligned and cropped (Liu et al. 2015): img_align_celeba with 202,599 JPEGs of 178×218, list_attr_celeba.txt and
/// list_eval_partition.txt. Of each image the middle 178×178 is resized. Training images are partition 0, held out is
/// partition 2. The two classes are those of the attribute Smiling.
/// </summary>
public static class CelebA
{
    public const int Classes = 2;

    internal const string PartitionFile = "list_eval_partition.txt";

    const string AttributeFile = "list_attr_celeba.txt", Images = "img_align_celeba";
    const string TrainPart = "0", ValidationPart = "1", TestPart = "2";
    const int Crop = 178;

    /// <param name="folder">with the two lists and the folder of images</param>
    /// <param name="side">of the images: 32 or 64</param>
    /// <param name="name">of the set</param>
    /// <param name="pictures">how they are loaded</param>
    /// <exception cref="FileNotFoundException">A list is missing.</exception>
    /// <exception cref="FileFormatException">A list cannot be read, or an image is missing or broken.</exception>
    public static DataSet Load(string folder, int side, string name, PictureSets pictures)
    {
        var labels = Labels(Path.Combine(folder, AttributeFile));
        var (train, test) = (new List<LabelledFile>(), new List<LabelledFile>());
        var path = Path.Combine(folder, PartitionFile);
        foreach (var words in Lines(path))
        {
            if (words is not [_, TrainPart or ValidationPart or TestPart])
                throw new FileFormatException(path, $"expected lines such as '000001.jpg 0', found '{string.Join(' ', words)}'");
            var (file, part) = (words[0], words[1]);
            if (part == ValidationPart) continue;
            if (!labels.TryGetValue(file, out var label)) throw new FileFormatException(path, $"expected images of {AttributeFile}, found {file}, which is not there");
            (part == TrainPart ? train : test).Add(new LabelledFile(file, label));
        }
        if (train.Count == 0 || test.Count == 0) throw new FileFormatException(path, $"expected images of partitions 0 and 2, found {train.Count} and {test.Count}");
        return pictures.Load(new PictureFiles(name, Path.Combine(folder, Images), Crop, side, Classes, train, test));
    }

    /// <summary>A line with the number of images, one with the names of the attributes, then for each image its name and 1 or −1 for each attribute.</summary>
    static Dictionary<string, byte> Labels(string path)
    {
        using var lines = Lines(path).GetEnumerator();
        var count = lines.MoveNext() && lines.Current is [var first] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var names = lines.MoveNext() ? lines.Current : [];
        var smiling = Array.IndexOf(names, "Smiling");
        if (count < 0 || smiling < 0) throw new FileFormatException(path, "expected the number of images, and then the names of attributes with Smiling among them, found something else");
        var labels = new Dictionary<string, byte>();
        while (lines.MoveNext())
        {
            var words = lines.Current;
            if (words.Length != names.Length + 1) throw new FileFormatException(path, $"expected {names.Length} attributes of each image, found {words.Length - 1} of {words[0]}");
            labels[words[0]] = (byte)(words[1 + smiling] == "1" ? 1 : 0);
        }
        return labels.Count == count ? labels : throw new FileFormatException(path, $"expected {count:N0} images, found {labels.Count:N0}; the download is incomplete");
    }

    static IEnumerable<string[]> Lines(string path) => File.Exists(path)
        ? File.ReadLines(path).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0)
        : throw new FileNotFoundException($"{path}: expected a list of CelebA, found no such file");
}
