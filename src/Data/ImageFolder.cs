using System.Globalization;
using System.IO.Enumeration;
using System.Runtime.ExceptionServices;

namespace SparseGen.Data;

/// <summary>A folder of pictures, such as those that a model generated.</summary>
public static class ImageFolder
{
    /// <summary>Images that are decoded at once, and in a piece at most.</summary>
    const int MostInPiece = 256;

    /// <summary>What systems leave in folders of pictures, beside files and folders whose names begin with a dot.</summary>
    static readonly string[] Litter = ["Thumbs.db", "desktop.ini", "__MACOSX"];

    /// <summary>The pictures of a folder and the folders in it, in the order of their names. Links that lead nowhere are left out.</summary>
    /// <exception cref="FileFormatException">There are none.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string[] Files(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{folder}: expected a folder of pictures, found none");
        var files = Meant(folder).Where(ImageFile.IsNamedLikeOne).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw new FileFormatException(folder, $"expected pictures (.png, .jpg, …), found none{(LeftOut(folder) is { } note ? $"; {note}" : "")}");
    }

    /// <summary>Whether a folder that exists has pictures.</summary>
    internal static bool HasPictures(string folder) => Meant(folder).Any(ImageFile.IsNamedLikeOne);

    /// <summary>Pictures of a folder whose formats are not read, for people: "left out: 6 .gif, 1 .heic". Null if there are none, or no such folder.</summary>
    public static string? LeftOut(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        var endings = Meant(folder).Where(ImageFile.IsNamedLikeAnother).CountBy(file => Path.GetExtension(file).ToLowerInvariant()).OrderBy(ending => ending.Key, StringComparer.Ordinal)
            .Select(ending => string.Create(CultureInfo.InvariantCulture, $"{ending.Value:N0} {ending.Key}")).ToArray();
        return endings.Length > 0 ? $"left out: {string.Join(", ", endings)}" : null;
    }

    static FileSystemEnumerable<string> Meant(string folder) =>
        new(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsMeant(entry.FileName) && !IsDangling(ref entry),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => IsMeant(entry.FileName),
        };

    static bool IsMeant(ReadOnlySpan<char> name)
    {
        foreach (var left in Litter)
            if (name.Equals(left, StringComparison.OrdinalIgnoreCase)) return false;
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
            return true; // a link that leads back to itself
        }
    }

    /// <summary>Decodes pictures in parallel, in their order; each piece is of one size, in colour, and of one class.</summary>
    /// <param name="files">see <see cref="Files"/></param>
    /// <exception cref="FileFormatException">A picture is damaged; the message names it.</exception>
    public static IEnumerable<ImageSet> Read(IReadOnlyList<string> files)
    {
        for (var start = 0; start < files.Count; start += MostInPiece)
        {
            var pictures = new Picture[Math.Min(MostInPiece, files.Count - start)];
            Decode(files, start, pictures);
            for (var (from, end) = (0, 0); from < pictures.Length; from = end)
            {
                while (end < pictures.Length && (pictures[end].Height, pictures[end].Width) == (pictures[from].Height, pictures[from].Width)) end++;
                yield return Piece(files[start + from], pictures.AsSpan(from, end - from));
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

    static ImageSet Piece(string name, ReadOnlySpan<Picture> pictures)
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
