using SparseGen.Data;
using SparseGen.Experiments;

namespace SparseGen.Cli.Commands;

/// <summary>Files of pictures that a network generated or reconstructed.</summary>
static class PictureOutput
{
    /// <summary>The largest number of pictures in a grid.</summary>
    public const int MostInGrid = 4_096;

    /// <summary>Requires a new or empty folder.</summary>
    /// <exception cref="UsageException">There are files in the folder, which could be taken for pictures of this network.</exception>
    public static void RequireEmpty(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new UsageException($"--out: expected a new or empty folder, found something in {folder}.");
    }

    /// <exception cref="UsageException">A grid is one .png file.</exception>
    public static void RequireFile(string file)
    {
        if (Path.GetExtension(file) is not ".png" || Directory.Exists(file)) throw new UsageException($"--out: with --grid expected the name of one picture, such as grid.png, found {file}.");
    }

    /// <summary>Writes how many pictures there are when the command is cancelled, since the folder does not show it.</summary>
    public static void WriteStopped(string folder, int done, int count, TextWriter error) =>
        error.WriteLine(FormattableString.Invariant($"Stopped; {folder} has the first {done:N0} of {count:N0} pictures. Delete it to begin anew."));

    /// <summary>Writes one image of a set; its folder is created.</summary>
    public static void Write(string path, ImageSet images, int index) => Write(path, Picture.Of(images, index));

    public static void Write(string path, Picture picture)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path, Png.Encode(picture));
    }
}
