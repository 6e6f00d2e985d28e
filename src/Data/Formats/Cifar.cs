namespace SparseGen.Data;

/// <summary>
/// CIFAR-10 (Krizhevsky 2009) in the forms in which it is published: binary files, Python pickles, and archives of either,
/// which are read without unpacking. Five training batches and one test batch of 10,000 images (3, 32, 32) each.
/// </summary>
public static class Cifar
{
    internal const string Name = "cifar10";

    const int Batches = 6, TrainBatches = 5, RecordsInBatch = 10_000;

    /// <summary>The files of the batches; the test batch is the last.</summary>
    internal static readonly string[] BinaryFiles = Files(".bin"), PickledFiles = Files("");

    /// <summary>Reads data_batch_1.bin to data_batch_5.bin and test_batch.bin of a folder, each also with .gz.</summary>
    /// <param name="name">name of the resulting set</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="FileFormatException">A file is incomplete or damaged, or has labels beyond 9.</exception>
    public static DataSet Load(string folder, string name = Name) => LoadFiles(folder, name, BinaryFiles, (images, batch, file) => images.ReadBinary(batch, file));

    /// <summary>Reads the pickles data_batch_1 to data_batch_5 and test_batch of a folder; nothing in them is executed.</summary>
    /// <inheritdoc cref="Load(string, string)"/>
    public static DataSet LoadPickles(string folder, string name = Name) => LoadFiles(folder, name, PickledFiles, (images, batch, file) => images.ReadPickle(batch, file));

    /// <summary>Reads cifar-10-binary.tar.gz or cifar-10-python.tar.gz; nothing is written to the disk.</summary>
    /// <exception cref="FileFormatException">The archive is incomplete or damaged.</exception>
    public static DataSet LoadArchive(string path, string name = Name) => LoadArchive(path, name, RecordsInBatch);

    internal static DataSet LoadArchive(string path, string name, int records)
    {
        var images = new CifarImages(Batches, records);
        var found = new bool[Batches];
        TarArchive.Read(path, (entry, content) =>
        {
            var file = entry[(entry.LastIndexOf('/') + 1)..];
            var (binary, pickled) = (Array.IndexOf(BinaryFiles, file), Array.IndexOf(PickledFiles, file));
            var batch = Math.Max(binary, pickled);
            if (batch < 0 || found[batch]) return;
            using var source = new SourceFile($"{path}/{entry}", content);
            if (binary >= 0) images.ReadBinary(batch, source);
            else images.ReadPickle(batch, source);
            found[batch] = true;
        });
        var missing = Array.IndexOf(found, false);
        if (missing >= 0) throw new FileFormatException(path, $"expected {BinaryFiles[missing]} or {PickledFiles[missing]} in the archive, found neither; the download is incomplete");
        return Split(images, name);
    }

    /// <summary>Reads one binary file of 10,000 images.</summary>
    /// <exception cref="FileFormatException">The file is incomplete or damaged, or has labels beyond 9.</exception>
    public static ImageSet Read(string path)
    {
        var images = new CifarImages(1, RecordsInBatch);
        using var file = new SourceFile(path);
        images.ReadBinary(0, file);
        return images.Set(Path.GetFileNameWithoutExtension(path), first: 0, count: 1);
    }

    static DataSet LoadFiles(string folder, string name, string[] files, Action<CifarImages, int, SourceFile> read)
    {
        var paths = Array.ConvertAll(files, file => SourceFile.Require(folder, file));
        var images = new CifarImages(Batches, RecordsInBatch);
        foreach (var (batch, path) in paths.Index())
        {
            using var file = new SourceFile(path);
            read(images, batch, file);
        }
        return Split(images, name);
    }

    static DataSet Split(CifarImages images, string name) =>
        new(name, images.Set($"{name} train", first: 0, TrainBatches), images.Set($"{name} test", TrainBatches, Batches - TrainBatches));

    static string[] Files(string ending) => [.. Enumerable.Range(1, TrainBatches).Select(i => $"data_batch_{i}{ending}"), $"test_batch{ending}"];
}
