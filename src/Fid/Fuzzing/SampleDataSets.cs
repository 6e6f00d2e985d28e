using System.Formats.Tar;
using System.Text;
using SparseGen.Data;

namespace SparseGen.Fid.Fuzzing;

/// <summary>Small valid files of data sets: CIFAR-10's pickles and archives, CelebA's lists.</summary>
static class SampleDataSets
{
    public const int CifarRecords = 2;

    const int CifarBatches = 6, CifarPixels = 3072;

    public static IEnumerable<FuzzTarget> Targets()
    {
        var batch = CifarPickle([3, 9], new byte[CifarRecords * CifarPixels]);
        yield return new("cifar pickle", "damaged-batch", [batch], parts => parts[0], ReadCifarPickle);
        yield return new("cifar tar.gz", "damaged.tar.gz", [.. Enumerable.Repeat(batch, CifarBatches)], PackCifarPickles, path => Cifar.LoadArchive(path, "damaged", CifarRecords));
        yield return new("cifar tar", "damaged.tar", [.. Enumerable.Repeat(new byte[CifarRecords * (1 + CifarPixels)], CifarBatches)], parts => Tar("cifar-10-batches-bin", Cifar.BinaryFiles, parts), path => Cifar.LoadArchive(path, "damaged", CifarRecords));
        yield return new("celeba attr", "damaged-attr.csv", [.. Texts("image_id,Bald,Smiling\n", "000001.jpg,-1,1\n", "000002.jpg,-1,-1\n")], Concatenate, path => CelebALists.Labels(path));
        yield return new("celeba part", "damaged-partition.csv", [.. Texts("image_id,partition\n", "000001.jpg,0\n", "000002.jpg,2\n")], Concatenate, path => CelebALists.Split(path));
    }

    /// <summary>A batch as Python 2 pickled it: {'batch_label': …, 'labels': […], 'data': array of (records, 3072) bytes}.</summary>
    public static byte[] CifarPickle(byte[] labels, byte[] pixels) => Encoding.Latin1.GetBytes(string.Concat(
        "\u0080\u0002}q\u0001(U\u000bbatch_labelq\u0002U\u0015training batch 1 of 5q\u0003U\u0006labelsq\u0004]q\u0005(", // a dictionary with two strings, and a list
        string.Concat(labels.Select(label => $"K{(char)label}")),
        "eU\u0004dataq\u0006cnumpy.core.multiarray\n_reconstruct\nq\u0007cnumpy\nndarray\nq\u0008K\0\u0085U\u0001b\u0087Rq\u0009(K\u0001", // _reconstruct(ndarray, (0,), 'b'), its state of version 1
        $"{Int32('J', labels.Length)}M\0\u000c\u0086cnumpy\ndtype\nq\u000aU\u0002u1K\0K\u0001\u0087Rq\u000b", // (records, 3072), dtype('u1', 0, 1)
        "(K\u0003U\u0001|NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089", // whose state is (3, '|', None, None, None, -1, -1, 0); not in Fortran order
        $"{Int32('T', pixels.Length)}{Encoding.Latin1.GetString(pixels)}tbu."));

    public static byte[] PackCifarPickles(IReadOnlyList<byte[]> parts) => FuzzTargets.PackGzip([Tar("cifar-10-batches-py", Cifar.PickledFiles, parts)]);

    public static byte[] Tar(string folder, string[] names, IReadOnlyList<byte[]> parts)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
            foreach (var (name, part) in names.Zip(parts)) writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{folder}/{name}") { DataStream = new MemoryStream(part) });
        return stream.ToArray();
    }

    static void ReadCifarPickle(string path)
    {
        using var file = new SourceFile(path);
        new CifarImages(1, CifarRecords).ReadPickle(0, file);
    }

    static string Int32(char operation, int value) => operation + Encoding.Latin1.GetString(BitConverter.GetBytes(value));

    static IEnumerable<byte[]> Texts(params string[] lines) => lines.Select(Encoding.ASCII.GetBytes);

    static byte[] Concatenate(IReadOnlyList<byte[]> parts) => [.. parts.SelectMany(part => part)];
}
