namespace SparseGen.Data;

/// <summary>Finds data sets by name: in the data folder given by --data or SPARSEGEN_DATA, in folders of the system, or built in.</summary>
public sealed class DataFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "SPARSEGEN_DATA";

    const int GlyphsTrain = 10_000, GlyphsTest = 2_000;
    const ulong GlyphsSeed = 7;

    readonly string? _path;
    readonly PictureSets _pictures;

    /// <param name="path">the data folder; if null, only built-in sets and those in folders of the system are found</param>
    /// <param name="pictures">options of decoding and caching image files</param>
    public DataFolder(string? path, PictureSets? pictures = null)
    {
        _path = path;
        _pictures = pictures ?? new PictureSets();
    }

    /// <summary>The names of all published and built-in sets.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. PublishedSet.All.Select(set => set.Name), "glyphs", "glyphs-color"];

    /// <summary>Text for the user: the folders in which each set is searched, and the names of its files.</summary>
    public static string Help { get; } = string.Join('\n',
    [
        .. PublishedSet.All.Select(set => $"{set.Name}: {set.Help}"),
        $"glyphs: built in, {GlyphsTrain:N0} + {GlyphsTest:N0} images of 28×28 in grey",
        $"glyphs-color: built in, {GlyphsTrain:N0} + {GlyphsTest:N0} images of 32×32 in colour",
        $"any folder of pictures: its path; squares from their middles as images of 32×32, or for example of 64×64 by PATH@64 ({PictureFolder.Sides}); folders in it are classes, every tenth picture is held out",
        $"DATA is the folder given by --data, or else by the environment variable {Variable}; files may also be compressed (.gz).",
    ]);

    /// <summary>The folder of the --data option if it was given, else that of <see cref="Variable"/>.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder that was named does not exist.</exception>
    public static DataFolder Find(string? option, PictureSets? pictures = null)
    {
        var path = option ?? Environment.GetEnvironmentVariable(Variable);
        return path is not { Length: > 0 } ? new(null, pictures)
            : Directory.Exists(path) ? new(path, pictures)
            : throw new DirectoryNotFoundException($"{(option is null ? Variable : "--data")}: expected a folder with data sets, found no folder {path}");
    }

    /// <summary>Whether <see cref="Load"/> accepts this name: one of <see cref="Names"/>, or the path of a folder of images.</summary>
    public static bool Knows(string name) => Names.Contains(name) || PictureFolder.Exists(name);

    /// <summary>An error message if SIZE of "PATH@SIZE" is not a valid image size; null if it is, or PATH is not a folder.</summary>
    public static string? SizeProblem(string name) => Names.Contains(name) ? null : PictureFolder.SizeProblem(name);

    /// <summary>Whether <see cref="Load"/> would find the set's first file.</summary>
    /// <exception cref="ArgumentException">The name is not one of <see cref="Names"/>.</exception>
    public bool Has(string name) => Published(name) is not { } set || Locate(set) is not null;

    /// <summary>Whether the set is in the data folder itself, neither built in nor in a folder of the system.</summary>
    internal bool Holds(string name) => Published(name) is { } set && Locate(set) is { } place && !set.SystemFolders.Contains(place.Folder);

    /// <summary>Text for the user: the form and folder in which a set was found, and the files that are missing.</summary>
    /// <exception cref="ArgumentException">The name is not one of <see cref="Names"/>.</exception>
    public string Describe(string name)
    {
        if (Published(name) is not { } set) return "built in";
        if (Locate(set) is not var (form, folder)) return $"not found: {ExpectedFiles(set)}";
        var missing = form.MissingFrom(folder).ToArray();
        return missing.Length == 0 ? $"found in {folder}: {form.Name}" : $"incomplete in {folder}: {form.Name}, missing {string.Join(", ", missing)}";
    }

    /// <summary>Reads a published set or a folder of images, or generates a built-in set.</summary>
    /// <param name="name">one of <see cref="Names"/>, or the path of a folder of images</param>
    /// <exception cref="ArgumentException">The name is neither.</exception>
    /// <exception cref="FileNotFoundException">No file of the set was found, or one is missing; the message names the folders that were searched.</exception>
    /// <exception cref="FileFormatException">A file is damaged.</exception>
    public DataSet Load(string name)
    {
        if (!Names.Contains(name) && PictureFolder.Exists(name)) return PictureFolder.Load(name, _pictures);
        if (Published(name) is not { } set) return Glyphs.Split(GlyphsTrain, GlyphsTest, GlyphsSeed, color: name == "glyphs-color");
        return Locate(set) is var (form, folder) ? form.Load(folder, _pictures) : throw new FileNotFoundException(
            $"{name}: expected {ExpectedFiles(set)}, found no such file; give the data folder by --data or {Variable}{(_path is null ? ", which are not set" : "")}");
    }

    /// <summary>The published set of this name; null if the set is built in.</summary>
    /// <exception cref="ArgumentException">The name is not one of <see cref="Names"/>.</exception>
    static PublishedSet? Published(string name) => Names.Contains(name)
        ? Array.Find(PublishedSet.All, set => set.Name == name)
        : throw new ArgumentException($"Expected a data set of {string.Join(", ", Names)}; found '{name}'.");

    /// <summary>The first form whose files are all present, else the first form whose first file is present; null if there is none.</summary>
    (DataForm Form, string Folder)? Locate(PublishedSet set)
    {
        var places = set.Forms.SelectMany(form => Candidates(set, form).Where(form.IsIn).Select(folder => (form, folder))).ToArray();
        return places.Length == 0 ? null : places.Where(place => !place.form.MissingFrom(place.folder).Any()).Append(places[0]).First();
    }

    IEnumerable<string> Candidates(PublishedSet set, DataForm form)
    {
        if (_path is not null)
        {
            foreach (var subfolder in form.Folders) yield return Path.Combine(_path, subfolder);
            // The files of MNIST and Fashion-MNIST have the same names: a data folder named after one set is not searched for another.
            var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(_path));
            if (own == set.Name || !Names.Contains(own)) yield return _path;
        }
        foreach (var folder in set.SystemFolders) yield return folder;
    }

    string ExpectedFiles(PublishedSet set)
    {
        var files = set.Forms.Select(form => form.FirstFile).Distinct();
        var folders = set.Forms.SelectMany(form => Candidates(set, form)).Distinct().DefaultIfEmpty("a data folder");
        return $"{string.Join(" or ", files)} in {string.Join(" or ", folders)}";
    }
}
