using System.Runtime.ExceptionServices;

namespace SparseGen.Data;

/// <summary>A folder of pictures, such as those that a model generated.</summary>
public static class ImageFolder
{
    /// <summary>Images that are decoded at once, and in a piece at most.</summary>
    const int MostInPiece = 256;

    /// <summary>The pictures of a folder and the folders in it, in the order of their names.</summary>
    /// <exception cref="FileFormatException">There are none.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string[] Files(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{folder}: expected a folder of pictures, found none");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(ImageFile.IsNamedLikeOne).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw new FileFormatException(folder, "expected pictures (.png, .jpg, …), found none");
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
