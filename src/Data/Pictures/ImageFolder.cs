using System.Globalization;
using System.IO.Enumeration;
using System.Runtime.ExceptionServices;

namespace SparseGen.Data;

/// <summary>Lists and reads the images of a folder.</summary>
public static class ImageFolder
{
    /// <summary>Number of images that are decoded together, and upper bound on the size of a returned set.</summary>
    const int MaxSetSize = 256;

    /// <summary>Files and folders that operating systems create. Names that begin with a dot are ignored as well.</summary>
    static readonly string[] IgnoredNames = ["Thumbs.db", "desktop.ini", "__MACOSX"];

    /// <summary>The paths of the images in a folder and its subfolders, in ordinal order. Symbolic links without a target are left out.</summary>
    /// <exception cref="FileFormatException">The folder has no images.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static string[] Files(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{folder}: expected a folder of pictures, found none");
        var files = IncludedFiles(folder).Where(ImageFile.HasSupportedExtension).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw new FileFormatException(folder, $"expected pictures (.png, .jpg, …), found none{(LeftOut(folder) is { } note ? $"; {note}" : "")}");
    }

    /// <summary>Whether an existing folder or its subfolders have images.</summary>
    internal static bool HasPictures(string folder) => IncludedFiles(folder).Any(ImageFile.HasSupportedExtension);

    /// <summary>Text for the user on images of formats that are not read: "left out: 6 .gif, 1 .heic". Null if there are none, or the folder does not exist.</summary>
    public static string? LeftOut(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        var endings = IncludedFiles(folder).Where(ImageFile.HasUnsupportedExtension).CountBy(file => Path.GetExtension(file).ToLowerInvariant()).OrderBy(ending => ending.Key, StringComparer.Ordinal)
            .Select(ending => string.Create(CultureInfo.InvariantCulture, $"{ending.Value:N0} {ending.Key}")).ToArray();
        return endings.Length > 0 ? $"left out: {string.Join(", ", endings)}" : null;
    }

    static FileSystemEnumerable<string> IncludedFiles(string folder) =>
        new(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsIncluded(entry.FileName) && !IsDangling(ref entry),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => IsIncluded(entry.FileName),
        };

    static bool IsIncluded(ReadOnlySpan<char> name)
    {
        foreach (var ignored in IgnoredNames)
            if (name.Equals(ignored, StringComparison.OrdinalIgnoreCase)) return false;
        return name[0] != '.';
    }

    static bool IsDangling(ref FileSystemEntry entry)
    {
        if ((entry.Attributes & FileAttributes.ReparsePoint) == 0) return false;
        try
        {
            return File.ResolveLinkTarget(entry.ToFullPath(), returnFinalTarget: true) is { Exists: false };
        }
        catch (IOException)
        {
            return true; // a cycle of links
        }
    }

    /// <summary>Decodes images in parallel and returns them in their order, in sets (N, 3, H, W) of consecutive images of one size. All have the label 0.</summary>
    /// <param name="files">see <see cref="Files"/></param>
    /// <exception cref="FileFormatException">An image is damaged; the message names it.</exception>
    public static IEnumerable<ImageSet> Read(IReadOnlyList<string> files)
    {
        for (var start = 0; start < files.Count; start += MaxSetSize)
        {
            var pictures = new Picture[Math.Min(MaxSetSize, files.Count - start)];
            Decode(files, start, pictures);
            for (var (from, end) = (0, 0); from < pictures.Length; from = end)
            {
                while (end < pictures.Length && (pictures[end].Height, pictures[end].Width) == (pictures[from].Height, pictures[from].Width)) end++;
                yield return ToSet(files[start + from], pictures.AsSpan(from, end - from));
            }
        }
    }

    static void Decode(IReadOnlyList<string> files, int start, Picture[] pictures)
    {
        try
        {
            Parallel.For(0, pictures.Length, i => pictures[i] = ImageFile.Read(files[start + i]));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    static ImageSet ToSet(string name, ReadOnlySpan<Picture> pictures)
    {
        var (height, width, channels, _) = pictures[0];
        var area = height * width;
        var pixels = new byte[pictures.Length * channels * area];
        for (var n = 0; n < pictures.Length; n++)
            for (var i = 0; i < area; i++)
                for (var c = 0; c < channels; c++) pixels[(n * channels + c) * area + i] = pictures[n].Pixels[i * channels + c];
        return new ImageSet(name, channels, height, width, classes: 1, pixels, new byte[pictures.Length]);
    }
}
