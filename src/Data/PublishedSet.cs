namespace SparseGen.Data;

/// <summary>A data set that has to be downloaded, and the forms in which its files are read.</summary>
/// <param name="Name">"mnist"</param>
/// <param name="Forms">in the order of preference</param>
/// <param name="SystemFolders">folders outside the data folder, which are searched last</param>
sealed record PublishedSet(string Name, DataForm[] Forms, params string[] SystemFolders)
{
    public static PublishedSet[] All { get; } =
    [
        new("mnist", [IdxFiles("mnist", "mnist", "MNIST/raw")]),
        new("fashion-mnist", [IdxFiles("fashion-mnist", "fashion-mnist", "FashionMNIST/raw")], "/usr/share/datasets/fashion-mnist"),
        new(Cifar.Name,
        [
            new("binary files", "data_batch_1.bin to data_batch_5.bin and test_batch.bin", ["cifar10", "cifar-10-batches-bin", "cifar10/cifar-10-batches-bin"], Each(Cifar.BinaryFiles), (folder, _) => Cifar.Load(folder)),
            new("pickles", "data_batch_1 to data_batch_5 and test_batch", ["cifar10", "cifar-10-batches-py", "cifar10/cifar-10-batches-py"], Each(Cifar.PickledFiles), (folder, _) => Cifar.LoadPickles(folder)),
            CifarArchive("cifar-10-binary.tar"),
            CifarArchive("cifar-10-python.tar"),
        ]),
        new("celeba", CelebAForms("celeba", side: 32)),
        new("celeba-64", CelebAForms("celeba-64", side: 64)),
    ];

    /// <summary>Text for the user: the files of each form, and the folders in which they are searched.</summary>
    public string Help => string.Join("; or ", Forms.GroupBy(form => $"DATA/{string.Join(", DATA/", form.Folders)}{string.Concat(SystemFolders.Select(folder => ", " + folder))} or DATA itself")
        .Select(forms => $"{string.Join("; or ", forms.Select(form => form.Text))}; in {forms.Key}"));

    static DataForm IdxFiles(string set, params string[] folders) => new(
        "IDX files", "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte", folders, Idx.Files, (folder, _) => Idx.Load(folder, set));

    static DataForm CifarArchive(string file) =>
        new($"{file}.gz, read in place", $"{file}.gz", ["cifar10"], [[file]], (folder, _) => Cifar.LoadArchive(SourceFile.Require(folder, file)));

    static DataForm[] CelebAForms(string set, int side)
    {
        string[] folders = ["celeba", "CelebA", "celeba-dataset"];
        DataSet Load(string folder, PictureSets pictures) => CelebA.Load(folder, side, set, pictures);
        return
        [
            new("pictures and lists", "img_align_celeba, list_attr_celeba.txt and list_eval_partition.txt", folders, [[CelebA.PartitionFile + ".txt"], [CelebA.AttributeFile + ".txt"], [CelebA.Images]], Load),
            new("pictures and lists, as Kaggle packs them", "img_align_celeba, list_attr_celeba.csv and list_eval_partition.csv", folders, [[CelebA.PartitionFile + ".csv"], [CelebA.AttributeFile + ".csv"], [CelebA.Images]], Load),
            new("pictures", "img_align_celeba alone, without classes", folders, [[CelebA.Images]], Load),
        ];
    }

    static string[][] Each(string[] files) => Array.ConvertAll(files, file => new[] { file });
}
