using System.Globalization;

namespace SparseGen.Data;

/// <summary>
/// A folder of images as a data set. Each image is cropped to its central square; every tenth one, in the order of the names,
/// is held out. The direct subfolders are the classes, in the order of their names; images in no subfolder are one class.
/// </summary>
static class PictureFolder
{
    const int DefaultSide = 32, MinSide = 8, MaxSide = 256, HeldOut = 10, MaxClasses = 256;

    /// <summary>"8 to 256"</summary>
    public static string Sides { get; } = $"{MinSide} to {MaxSide}";

    /// <summary>Whether a name refers to an existing folder: "pictures/cats", or "pictures/cats@64" for images of 64×64.</summary>
    public static bool Exists(string name) => Directory.Exists(Split(name).Folder);

    /// <summary>An error message if SIZE of "PATH@SIZE" is not a valid image size; null if it is, or PATH is not a folder.</summary>
    public static string? SizeProblem(string name) => name.LastIndexOf('@') is > 0 and var at && !Exists(name) && Directory.Exists(name[..at])
        ? $"expected the side of the images after '{name[..at]}@', a whole number from {Sides}; found '{name[(at + 1)..]}'"
        : null;

    /// <param name="name">"PATH", or "PATH@SIZE" with the side of the resulting images in pixels</param>
    /// <param name="pictures">options of decoding and caching</param>
    /// <exception cref="FileFormatException">There are fewer than 10 images or more than 256 classes, or an image is damaged.</exception>
    public static DataSet Load(string name, PictureSets pictures)
    {
        var (folder, side) = Split(name);
        var title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var files = ImageFolder.Files(folder).Select(file => Path.GetRelativePath(folder, file)).ToArray();
        if (ImageFolder.LeftOut(folder) is { } note) pictures.Note($"{title}: {note}");
        if (files.Length < HeldOut) throw new FileFormatException(folder, $"expected at least {HeldOut} pictures, found {files.Length}");
        var classes = files.Select(ClassOf).Distinct().Order(StringComparer.Ordinal).ToList();
        if (classes.Count > MaxClasses) throw new FileFormatException(folder, $"expected at most {MaxClasses} folders of pictures, found {classes.Count}");
        var labelled = files.Select(file => new LabelledFile(file, (byte)classes.IndexOf(ClassOf(file)))).ToArray();
        var (train, test) = (labelled.Where((_, i) => i % HeldOut != HeldOut - 1).ToArray(), labelled.Where((_, i) => i % HeldOut == HeldOut - 1).ToArray());
        return pictures.Load(new PictureFiles(title, folder, Crop: 0, side, classes.Count, train, test));
    }

    /// <summary>The first folder of a relative path; empty if the file is in no subfolder.</summary>
    static string ClassOf(string file) => file.Split(Path.DirectorySeparatorChar) is [var first, _, ..] ? first : "";

    static (string Folder, int Side) Split(string name)
    {
        var at = name.LastIndexOf('@');
        return at > 0 && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= MinSide and <= MaxSide
            ? (name[..at], side)
            : (name, DefaultSide);
    }
}
