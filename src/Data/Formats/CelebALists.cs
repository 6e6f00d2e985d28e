using System.Globalization;

namespace SparseGen.Data;

/// <summary>
/// CelebA's lists of attributes and partitions: as published, columns separated by spaces, or as distributed by Kaggle, .csv
/// files whose first line names the columns.
/// </summary>
static class CelebALists
{
    const string Attribute = "Smiling", ImageColumn = "image_id";

    /// <summary>Upper bound on the size of a list in bytes, about ten times that of the published list of attributes.</summary>
    const int MaxBytes = 256 << 20;

    static readonly string[] Partitions = ["0", "1", "2"];

    /// <summary>
    /// The class of each image by its file name: 1 with the attribute Smiling, else 0. The published list has a line with the
    /// number of images, a line with the names of the attributes, then for each image its name and 1 or −1 for each attribute.
    /// </summary>
    /// <exception cref="FileFormatException">The list is damaged or cut off.</exception>
    public static Dictionary<string, byte> Labels(string path)
    {
        using var lines = Lines(path).GetEnumerator();
        var names = lines.MoveNext() ? lines.Current : [];
        int? count = null;
        if (names is [ImageColumn, .. var columns]) names = columns;
        else
        {
            count = names is [var first] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
            names = lines.MoveNext() ? lines.Current : [];
        }
        var smiling = Array.IndexOf(names, Attribute);
        if (count < 0 || smiling < 0) throw new FileFormatException(path, $"expected the number of images or {ImageColumn}, and then the names of attributes with {Attribute} among them, found something else");
        var labels = new Dictionary<string, byte>();
        while (lines.MoveNext())
        {
            var words = lines.Current;
            if (words.Length != names.Length + 1) throw new FileFormatException(path, $"expected {names.Length} attributes of each image, found {words.Length - 1} of {words[0]}");
            labels[words[0]] = (byte)(words[1 + smiling] == "1" ? 1 : 0);
        }
        return count is null || labels.Count == count ? labels : throw new FileFormatException(path, $"expected {count:N0} images, found {labels.Count:N0}; the download is incomplete");
    }

    /// <summary>File names of the training images (partition 0) and the test images (partition 2). Validation images (partition 1) are left out.</summary>
    /// <exception cref="FileFormatException">The list is damaged.</exception>
    public static (List<string> Train, List<string> Test) Split(string path)
    {
        var (train, test) = (new List<string>(), new List<string>());
        foreach (var words in Lines(path))
        {
            if (words is [ImageColumn, _] && train.Count == 0) continue;
            if (words is not [var image, var part] || !Partitions.Contains(part)) throw new FileFormatException(path, $"expected lines such as '000001.jpg 0' or '000001.jpg,0', found '{Abbreviated(string.Join(' ', words))}'");
            if (part == Partitions[0]) train.Add(image);
            else if (part == Partitions[2]) test.Add(image);
        }
        return train.Count > 0 && test.Count > 0 ? (train, test) : throw new FileFormatException(path, $"expected images of partitions 0 and 2, found {train.Count} and {test.Count}");
    }

    /// <summary>The words of each line, separated by spaces or commas; empty lines are left out.</summary>
    static IEnumerable<string[]> Lines(string path)
    {
        using var file = new SourceFile(path);
        using var text = new StreamReader(new MemoryStream(file.Read(MaxBytes)));
        while (text.ReadLine() is { } line)
            if (line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words) yield return words;
    }

    static string Abbreviated(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
