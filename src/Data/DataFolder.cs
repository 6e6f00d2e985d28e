namespace SparseGen.Data;

/// <summary>Finds data sets by name: in the folder that --data or SPARSEGEN_DATA gives, in the system's own, or built in.</summary>
public sealed class DataFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "SPARSEGEN_DATA";

    const int GlyphsTrain = 10_000, GlyphsTest = 2_000;
    const ulong GlyphsSeed = 7;

    readonly string? _path;
    readonly PictureSets _pictures;

    /// <param name="path">The folder, or null if there is none: then only what is built in or in the system's folders is found.</param>
    /// <param name="pictures">how sets of picture files are loaded</param>
    public DataFolder(string? path, PictureSets? pictures = null)
    {
        _path = path;
        _pictures = pictures ?? new PictureSets();
    }

    /// <summary>Every name that <see cref="Load"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. PublishedSet.All.Select(set => set.Name), "glyphs", "glyphs-color"];

    /// <summary>Where each set is looked for and how its files are named, for people.</summary>
    public static string Help { get; } = string.Join('\n',
    [
        .. PublishedSet.All.Select(set => $"{set.Name}: {set.Help}"),
        $"glyphs: built in, {GlyphsTrain:N0} + {GlyphsTest:N0} images of 28×28 in grey",
        $"glyphs-color: built in, {GlyphsTrain:N0} + {GlyphsTest:N0} images of 32×32 in colour",
        $"any folder of pictures: its path; squares from their middles as images of 32×32, or for example of 64×64 by PATH@64 ({PictureFolder.Sides}); folders in it are classes, every tenth picture is held out",
        $"DATA is the folder given by --data, or else by the environment variable {Variable}; files may also be compressed (.gz).",
    ]);

    /// <summary>The folder of the --data option if it was given, or else that of the environment.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder that was named does not exist.</exception>
    public static DataFolder Find(string? option, PictureSets? pictures = null)
    {
        var path = option ?? Environment.GetEnvironmentVariable(Variable);
        return path is not { Length: > 0 } ? new(null, pictures)
            : Directory.Exists(path) ? new(path, pictures)
            : throw new DirectoryNotFoundException($"{(option is null ? Variable : "--data")}: expected a folder with data sets, found no folder {path}");
    }

    /// <summary>Whether <see cref="Load"/> takes this name: one of <see cref="Names"/>, or the path of a folder of pictures.</summary>
    public static bool Knows(string name) => Names.Contains(name) || PictureFolder.IsOne(name);

    /// <summary>A sentence on what is wrong with the size of "PATH@SIZE"; null if nothing is, or it names no folder.</summary>
    public static string? SizeProblem(string name) => Names.Contains(name) ? null : PictureFolder.SizeProblem(name);

    /// <summary>Whether <see cref="Load"/> would find the set's first file.</summary>
    /// <exception cref="ArgumentException">The name is not one of <see cref="Names"/>.</exception>
    public bool Has(string name) => Known(name) is not { } set || Locate(set) is not null;

    /// <summary>Whether the set is in the data folder itself, neither built in nor in a folder of the system.</summary>
    internal bool Holds(string name) => Known(name) is { } set && Locate(set) is { } place && !set.SystemFolders.Contains(place.Folder);

    /// <summary>In which form and where a set was found, and what is missing, for people.</summary>
    /// <exception cref="ArgumentException">The name is not one of <see cref="Names"/>.</exception>
    public string Describe(string name)
    {
        if (Known(name) is not { } set) return "built in";
        if (Locate(set) is not var (form, folder)) return $"not found: {Wanted(set)}";
        var missing = form.MissingFrom(folder).ToArray();
        return missing.Length == 0 ? $"found in {folder}: {form.Name}" : $"incomplete in {folder}: {form.Name}, missing {string.Join(", ", missing)}";
    }

    /// <param name="name">one of <see cref="Names"/>, or the path of a folder of pictures</param>
    /// <exception cref="ArgumentException">The name is neither.</exception>
    /// <exception cref="FileNotFoundException">The set is nowhere, or a file of it is missing; the message says where it was looked for.</exception>
    /// <exception cref="FileFormatException">A file is damaged.</exception>
    public DataSet Load(string name)
    {
        if (!Names.Contains(name) && PictureFolder.IsOne(name)) return PictureFolder.Load(name, _pictures);
        if (Known(name) is not { } set) return Glyphs.Split(GlyphsTrain, GlyphsTest, GlyphsSeed, color: name == "glyphs-color");
        return Locate(set) is var (form, folder) ? form.Load(folder, _pictures) : throw new FileNotFoundException(
            $"{name}: expected {Wanted(set)}, found no such file; give the data folder by --data or {Variable}{(_path is null ? ", which are not set" : "")}");
    }

    /// <summary>Null if it is built in.</summary>
    static PublishedSet? Known(string name) => Names.Contains(name)
        ? Array.Find(PublishedSet.All, set => set.Name == name)
        : throw new ArgumentException($"Expected a data set of {string.Join(", ", Names)}; found '{name}'.");

    /// <summary>The first form that is complete, or else the first of which something is there.</summary>
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
            // MNIST's and Fashion-MNIST's files have the same names: a folder named like one is not taken for the other.
            var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(_path));
            if (own == set.Name || !Names.Contains(own)) yield return _path;
        }
        foreach (var folder in set.SystemFolders) yield return folder;
    }

    string Wanted(PublishedSet set)
    {
        var files = set.Forms.Select(form => form.FirstFile).Distinct();
        var folders = set.Forms.SelectMany(form => Candidates(set, form)).Distinct().DefaultIfEmpty("a data folder");
        return $"{string.Join(" or ", files)} in {string.Join(" or ", folders)}";
    }
}
