using SparseGen.Data;
using SparseGen.Experiments;

namespace SparseGen.Cli.Commands;

/// <summary>Where pictures go that a network made.</summary>
static class MadePictures
{
    /// <summary>Pictures in a grid, at most: more cannot be looked at.</summary>
    public const int MostInGrid = 4_096;

    /// <summary>A folder for pictures, created if it is not there.</summary>
    /// <exception cref="UsageException">There is something in it, which would be taken for pictures of this network.</exception>
    public static void RequireEmpty(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new UsageException($"--out: expected a new or empty folder, found something in {folder}.");
    }

    /// <exception cref="UsageException">A grid is one file.</exception>
    public static void RequireFile(string file)
    {
        if (Path.GetExtension(file) is not ".png" || Directory.Exists(file)) throw new UsageException($"--out: with --grid expected the name of one picture, such as grid.png, found {file}.");
    }

    /// <summary>Says that pictures are missing, since nothing else tells.</summary>
    public static void SayStopped(string folder, int done, int count, TextWriter error) =>
        error.WriteLine(FormattableString.Invariant($"Stopped; {folder} has the first {done:N0} of {count:N0} pictures. Delete it to begin anew."));

    /// <summary>Writes one image of a set; its folder is created.</summary>
    public static void Write(string path, ImageSet images, int index) => Write(path, Picture.Of(images, index));

    public static void Write(string path, Picture picture)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path, Png.Encode(picture));
    }
}
