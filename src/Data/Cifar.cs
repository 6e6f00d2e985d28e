namespace SparseGen.Data;

/// <summary>CIFAR-10 in its binary version (Krizhevsky 2009), compressed or not: records of a label and 32×32 red, green and blue bytes.</summary>
public static class Cifar
{
    const int Channels = 3, Size = 32, Classes = 10;
    const int PixelBytes = Channels * Size * Size;
    const int RecordBytes = 1 + PixelBytes;
    const int RecordsInFile = 10_000;
    const int TrainFiles = 5;

    internal const string FirstFile = "data_batch_1.bin";

    /// <summary>Reads data_batch_1.bin to data_batch_5.bin and test_batch.bin of a folder, each also with .gz.</summary>
    /// <param name="folder">where the six files are</param>
    /// <param name="name">what to call the set</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="FileFormatException">A file is incomplete or damaged, or has labels beyond 9.</exception>
    public static DataSet Load(string folder, string name = "cifar10")
    {
        var train = Enumerable.Range(1, TrainFiles).Select(i => SourceFile.Require(folder, $"data_batch_{i}.bin")).ToArray();
        var test = SourceFile.Require(folder, "test_batch.bin");
        return new DataSet(name, Read($"{name} train", train), Read($"{name} test", test));
    }

    /// <summary>One file of 10,000 images.</summary>
    /// <exception cref="FileFormatException">It is incomplete or damaged, or has labels beyond 9.</exception>
    public static ImageSet Read(string path) => Read(Path.GetFileNameWithoutExtension(path), [path]);

    static ImageSet Read(string name, params string[] paths)
    {
        byte[] pixels = [], labels = [];
        var image = 0;
        foreach (var path in paths)
        {
            using var file = new SourceFile(path);
            var records = file.ReadRest(RecordsInFile * RecordBytes, $"({RecordsInFile:N0} records of {RecordBytes:N0})");
            if (image == 0) (pixels, labels) = (new byte[paths.Length * RecordsInFile * PixelBytes], new byte[paths.Length * RecordsInFile]);
            for (var start = 0; start < records.Length; start += RecordBytes, image++)
            {
                labels[image] = records[start];
                if (labels[image] >= Classes)
                    throw new FileFormatException(path, $"expected labels from 0 to {Classes - 1}, found {labels[image]} in record {image % RecordsInFile:N0}");
                records.AsSpan(start + 1, PixelBytes).CopyTo(pixels.AsSpan(image * PixelBytes));
            }
        }
        return new ImageSet(name, Channels, Size, Size, Classes, pixels, labels);
    }
}
