namespace SparseGen.Data;

/// <summary>Finds data sets by name: in the folder that --data or SPARSEGEN_DATA gives, in the system's own, or built in.</summary>
public sealed class DataFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "SPARSEGEN_DATA";

    const int GlyphsTrain = 10_000, GlyphsTest = 2_000;
    const ulong GlyphsSeed = 7;
    const string IdxFiles = "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte";

    static readonly Published[] Sets =
    [
        new("mnist", IdxFiles, ["mnist", "MNIST/raw"], [], Idx.TrainImages, (folder, _) => Idx.Load(folder, "mnist")),
        new("fashion-mnist", IdxFiles, ["fashion-mnist", "FashionMNIST/raw"], ["/usr/share/datasets/fashion-mnist"], Idx.TrainImages, (folder, _) => Idx.Load(folder, "fashion-mnist")),
        new("cifar10", "data_batch_1.bin to data_batch_5.bin, test_batch.bin", ["cifar10", "cifar-10-batches-bin"], [], [Cifar.FirstFile], (folder, _) => Cifar.Load(folder)),
        CelebAOf("celeba", side: 32),
        CelebAOf("celeba-64", side: 64),
    ];

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
    public static IReadOnlyList<string> Names { get; } = [.. Sets.Select(set => set.Name), "glyphs", "glyphs-color"];

    /// <summary>Where each set is looked for and how its files are named, for people.</summary>
    public static string Help { get; } = string.Join('\n',
    [
        .. Sets.Select(set => $"{set.Name}: {set.Files}, each also with .gz, in DATA/{string.Join(", DATA/", set.Subfolders)}{string.Concat(set.SystemFolders.Select(folder => ", " + folder))} or DATA itself"),
        $"glyphs: built in, {GlyphsTrain:N0} + {GlyphsTest:N0} images of 28×28 in grey",
        $"glyphs-color: built in, {GlyphsTrain:N0} + {GlyphsTest:N0} images of 32×32 in colour",
        "any folder of pictures: its path; squares from their middles as images of 32×32, or for example of 64×64 by PATH@64; folders in it are classes, every tenth picture is held out",
        $"DATA is the folder given by --data, or else by the environment variable {Variable}.",
    ]);

    /// <summary>The folder of the --data option if it was given, or else that of the environment.</summary>
    public static DataFolder Find(string? option, PictureSets? pictures = null) => new(option ?? Environment.GetEnvironmentVariable(Variable), pictures);

    /// <summary>Whether <see cref="Load"/> takes this name: one of <see cref="Names"/>, or the path of a folder of pictures.</summary>
    public static bool Knows(string name) => Names.Contains(name) || PictureFolder.IsOne(name);

    /// <summary>Whether <see cref="Load"/> would find the set's first file.</summary>
    /// <exception cref="ArgumentException">The name is not one of <see cref="Names"/>.</exception>
    public bool Has(string name) => Known(name) is not { } set || Locate(set) is not null;

    /// <param name="name">one of <see cref="Names"/>, or the path of a folder of pictures</param>
    /// <exception cref="ArgumentException">The name is neither.</exception>
    /// <exception cref="FileNotFoundException">The set is nowhere, or a file of it is missing; the message says where it was looked for.</exception>
    /// <exception cref="FileFormatException">A file is damaged.</exception>
    public DataSet Load(string name)
    {
        if (!Names.Contains(name) && PictureFolder.IsOne(name)) return PictureFolder.Load(name, _pictures);
        if (Known(name) is not { } set) return Glyphs.Split(GlyphsTrain, GlyphsTest, GlyphsSeed, color: name == "glyphs-color");
        var folder = Locate(set) ?? throw new FileNotFoundException(
            $"{name}: expected {set.FirstFile[0]}[.gz] in {string.Join(" or ", Candidates(set).DefaultIfEmpty("a data folder"))}, found no such file; give the data folder by --data or {Variable}{(_path is null ? ", which are not set" : "")}");
        return set.Load(folder, _pictures);
    }

    /// <summary>Null if it is built in.</summary>
    static Published? Known(string name) => Names.Contains(name)
        ? Array.Find(Sets, set => set.Name == name)
        : throw new ArgumentException($"Expected a data set of {string.Join(", ", Names)}; found '{name}'.");

    string? Locate(Published set) => Candidates(set).FirstOrDefault(folder => SourceFile.Find(folder, set.FirstFile) is not null);

    IEnumerable<string> Candidates(Published set)
    {
        if (_path is not null)
        {
            foreach (var subfolder in set.Subfolders) yield return Path.Combine(_path, subfolder);
            // MNIST's and Fashion-MNIST's files have the same names: a folder named like one is not taken for the other.
            var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(_path));
            if (own == set.Name || !Names.Contains(own)) yield return _path;
        }
        foreach (var folder in set.SystemFolders) yield return folder;
    }

    static Published CelebAOf(string name, int side) => new(
        name,
        "img_align_celeba, list_attr_celeba.txt, list_eval_partition.txt",
        ["celeba", "CelebA"],
        [],
        [CelebA.PartitionFile],
        (folder, pictures) => CelebA.Load(folder, side, name, pictures));

    /// <param name="Name">"mnist"</param>
    /// <param name="Files">for people</param>
    /// <param name="Subfolders">of the data folder</param>
    /// <param name="SystemFolders">looked into last</param>
    /// <param name="FirstFile">the names of the file that tells that the set is there</param>
    /// <param name="Load">from a folder</param>
    sealed record Published(string Name, string Files, string[] Subfolders, string[] SystemFolders, string[] FirstFile, Func<string, PictureSets, DataSet> Load);
}
