using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SparseGen.Data;

namespace SparseGen.Fid.Fuzzing;

/// <summary>A small valid file of every format that is read from other sources.</summary>
static class FuzzTargets
{
    const int CifarRecords = 10_000, CifarRecordBytes = 3073;

    static readonly (string Name, NDArray Array)[] Arrays =
    [
        ("conv.weight", NDArray.Of<float>(new Shape(2, 3, 2, 2), new float[24])),
        ("half", NDArray.Of<Half>(new Shape(5), new Half[5])),
        ("sigma", NDArray.Of<double>(new Shape(3, 3), new double[9])),
        ("count", NDArray.Of<long>(new Shape(), [7])),
    ];

    static readonly (string Name, NDArray Array)[] Statistics =
    [
        ("mu", NDArray.Of<double>(new Shape(3), new double[3])),
        ("sigma", NDArray.Of<double>(new Shape(3, 3), new double[9])),
        ("count", NDArray.Of<long>(new Shape(), [7])),
    ];

    /// <param name="folder">receives valid files that are read together with damaged ones</param>
    public static IReadOnlyList<FuzzTarget> Of(string folder)
    {
        var images = IdxFile(0x803, [4, 5, 6], new byte[120]);
        var labels = IdxFile(0x801, [4], [0, 1, 2, 9]);
        var (validImages, validLabels) = (Path.Combine(folder, "valid-images"), Path.Combine(folder, "valid-labels"));
        File.WriteAllBytes(validImages, Concatenate(images));
        File.WriteAllBytes(validLabels, Concatenate(labels));
        var (checkpoint, wrapped) = (SampleCheckpoint.Of(Arrays), SampleCheckpoint.Of(Arrays, wrapped: true));
        return
        [
            new("safetensors", "damaged.safetensors", SafetensorsParts(folder), PackSafetensors, ReadWeights),
            new("safetensors (BF16)", "damaged-bf16.safetensors", [Renamed(SafetensorsParts(folder)[0], "F16", "BF16"), SafetensorsParts(folder)[1]], PackSafetensors, ReadWeights),
            new("npz", "damaged.npz", NpyFiles(folder, Arrays), PackNpz(Arrays), ReadWeights),
            new("statistics", "damaged-statistics.npz", NpyFiles(folder, Statistics), PackNpz(Statistics), path => StatisticsFile.Read(path)),
            new("pth", "damaged.pth", checkpoint.ArchiveParts, SampleCheckpoint.PackArchive, ReadWeights, Share: 40),
            new("pth (old)", "damaged-old.pth", checkpoint.OldParts, Concatenate, ReadWeights),
            new("pth (wrapped)", "damaged-wrapped.pth", wrapped.ArchiveParts, SampleCheckpoint.PackArchive, ReadWeights),
            new("pth (old, wrapped, BF16)", "damaged-wrapped-old.pth", [wrapped.OldParts[0], Renamed(wrapped.OldParts[1], "HalfStorage", "BFloat16Storage"), .. wrapped.OldParts.Skip(2)], Concatenate, ReadWeights),
            new("idx images", "damaged-images", images, Concatenate, path => Idx.Read(path, validLabels, "damaged")),
            new("idx labels", "damaged-labels", labels, Concatenate, path => Idx.Read(validImages, path, "damaged")),
            new("idx.gz", "damaged-images.gz", images, PackGzip, path => Idx.Read(path, validLabels, "damaged")),
            new("cifar", "damaged.bin", [new byte[CifarRecordBytes]], PackCifar, path => Cifar.Read(path), Share: 1, FixedBytes: 4 * CifarRecords * CifarRecordBytes),
            new("cifar.gz", "damaged.bin.gz", [PackGzip([PackCifar([new byte[CifarRecordBytes]])])], Concatenate, path => Cifar.Read(path), Share: 1, FixedBytes: 4 * CifarRecords * CifarRecordBytes),
            .. SampleDataSets.Targets(),
        ];
    }

    static void ReadWeights(string path) => WeightFile.Read(path);

    static byte[] Concatenate(IReadOnlyList<byte[]> parts) => [.. parts.SelectMany(part => part)];

    /// <summary>The header and the data.</summary>
    static byte[][] SafetensorsParts(string folder)
    {
        var path = Path.Combine(folder, "valid.safetensors");
        Safetensors.Write(path, Arrays.Select(array => new KeyValuePair<string, NDArray>(array.Name, array.Array)), new Dictionary<string, string> { ["note"] = "valid" });
        var bytes = File.ReadAllBytes(path);
        var data = sizeof(long) + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return [bytes[sizeof(long)..data], bytes[data..]];
    }

    static byte[] PackSafetensors(IReadOnlyList<byte[]> parts)
    {
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, parts[0].Length);
        return Concatenate([length, .. parts]);
    }

    static byte[][] NpyFiles(string folder, (string Name, NDArray Array)[] arrays)
    {
        var path = Path.Combine(folder, "valid.npy");
        return Array.ConvertAll(arrays, array =>
        {
            Npy.Write(path, array.Array);
            return File.ReadAllBytes(path);
        });
    }

    static Func<IReadOnlyList<byte[]>, byte[]> PackNpz((string Name, NDArray Array)[] arrays) =>
        parts => Zip(parts.Select((part, i) => ($"{arrays[i].Name}.npy", part)), i => i % 2 == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest);

    /// <summary>The bytes with one Latin-1 text replaced by another.</summary>
    static byte[] Renamed(byte[] bytes, string from, string to) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(from, to, StringComparison.Ordinal));

    internal static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> entries, Func<int, CompressionLevel> level)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (i, (name, bytes)) in entries.Index())
            {
                using var entry = archive.CreateEntry(name, level(i)).Open();
                entry.Write(bytes);
            }
        return stream.ToArray();
    }

    internal static byte[] PackGzip(IReadOnlyList<byte[]> parts)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Concatenate(parts));
        return stream.ToArray();
    }

    /// <summary>The header and the values.</summary>
    static byte[][] IdxFile(int magic, int[] sizes, byte[] values)
    {
        var header = new byte[4 * (1 + sizes.Length)];
        BinaryPrimitives.WriteInt32BigEndian(header, magic);
        for (var i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * (1 + i)), sizes[i]);
        return [header, values];
    }

    /// <summary>A file of 10,000 copies of one record.</summary>
    static byte[] PackCifar(IReadOnlyList<byte[]> parts)
    {
        var record = parts[0];
        var file = new byte[CifarRecords * record.Length];
        for (var start = 0; start < file.Length; start += record.Length) record.CopyTo(file.AsSpan(start));
        return file;
    }
}
