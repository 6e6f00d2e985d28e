using System.Globalization;

namespace SparseGen.Data;

/// <summary>
/// Any folder of pictures as a data set: squares from their middles, every tenth of them held out. The folders in it are the
/// classes; pictures without such folders are of one class.
/// </summary>
static class PictureFolder
{
    const int DefaultSide = 32, LeastSide = 8, MostSide = 256, HeldOut = 10, MostClasses = 256;

    /// <summary>"8 to 256"</summary>
    public static string Sides { get; } = $"{LeastSide} to {MostSide}";

    /// <summary>Whether a name means a folder that exists: "pictures/cats", or "pictures/cats@64" for images of 64×64.</summary>
    public static bool IsOne(string name) => Directory.Exists(Split(name).Folder);

    /// <summary>A sentence, if what follows the @ of a folder is no size that images can have; or null.</summary>
    public static string? SizeProblem(string name) => name.LastIndexOf('@') is > 0 and var at && !IsOne(name) && Directory.Exists(name[..at])
        ? $"expected the side of the images after '{name[..at]}@', a whole number from {Sides}; found '{name[(at + 1)..]}'"
        : null;

    /// <exception cref="FileFormatException">There are too few pictures or too many classes, or a picture is broken.</exception>
    public static DataSet Load(string name, PictureSets pictures)
    {
        var (folder, side) = Split(name);
        var title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var files = ImageFolder.Files(folder).Select(file => Path.GetRelativePath(folder, file)).ToArray();
        if (ImageFolder.LeftOut(folder) is { } note) pictures.Note($"{title}: {note}");
        if (files.Length < HeldOut) throw new FileFormatException(folder, $"expected at least {HeldOut} pictures, found {files.Length}");
        var classes = files.Select(ClassOf).Distinct().Order(StringComparer.Ordinal).ToList();
        if (classes.Count > MostClasses) throw new FileFormatException(folder, $"expected at most {MostClasses} folders of pictures, found {classes.Count}");
        var labelled = files.Select(file => new LabelledFile(file, (byte)classes.IndexOf(ClassOf(file)))).ToArray();
        var (train, test) = (labelled.Where((_, i) => i % HeldOut != HeldOut - 1).ToArray(), labelled.Where((_, i) => i % HeldOut == HeldOut - 1).ToArray());
        return pictures.Load(new PictureFiles(title, folder, Crop: 0, side, classes.Count, train, test));
    }

    /// <summary>The first folder on the way to the file; empty if there is none.</summary>
    static string ClassOf(string file) => file.Split(Path.DirectorySeparatorChar) is [var first, _, ..] ? first : "";

    static (string Folder, int Side) Split(string name)
    {
        var at = name.LastIndexOf('@');
        return at > 0 && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= LeastSide and <= MostSide
            ? (name[..at], side)
            : (name, DefaultSide);
    }
}
