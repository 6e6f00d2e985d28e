using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using SparseGen.Data;

namespace SparseGen.Tests.Data;

public class IdxTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_folder_of_four_files_is_read([Values("", ".gz")] string suffix, [Values('-', '.')] char separator)
    {
        var folder = $"good{suffix}{(int)separator}";
        Write($"{folder}/train-images{separator}idx3-ubyte{suffix}", Images(3, 2, 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        Write($"{folder}/train-labels{separator}idx1-ubyte{suffix}", Labels(9, 0, 5));
        Write($"{folder}/t10k-images{separator}idx3-ubyte{suffix}", Images(1, 2, 2, [0, 0, 0, 255]));
        Write($"{folder}/t10k-labels{separator}idx1-ubyte{suffix}", Labels(7));
        var set = Idx.Load(_folder.File(folder), "mnist");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(set.Train.ToString(), Is.EqualTo("mnist train: 3 images of (1, 2, 2) in 10 classes"));
            Assert.That(set.Train.Image(1).ToArray(), Is.EqualTo(new byte[] { 5, 6, 7, 8 }));
            Assert.That(set.Train.Labels.ToArray(), Is.EqualTo(new byte[] { 9, 0, 5 }));
            Assert.That(set.Test.Image(0).ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 255 }));
        }
    }

    static IEnumerable<TestCaseData> Damages()
    {
        var images = Images(3, 2, 2, new byte[12]);
        var labels = Labels(9, 0, 5);
        yield return Case("Truncated_images", images[..^4], labels, "expected 12 bytes after the header, found 8; the download is incomplete");
        yield return Case("Truncated_header", images[..10], labels, "header of 16 bytes, found 10");
        yield return Case("Empty_file", [], labels, "header of 16 bytes, found 0");
        yield return Case("Wrong_magic", labels, labels, "magic number 2051 of an IDX file of images, found 2049");
        yield return Case("Labels_that_are_images", images, images, "magic number 2049 of an IDX file of labels, found 2051");
        yield return Case("Trailing_bytes", [.. images, 0], labels, "expected 12 bytes after the header, found more");
        yield return Case("Label_ten", images, Labels(9, 10, 5), "labels from 0 to 9, found 10 at image 1");
        yield return Case("Fewer_labels_than_images", images, Labels(9, 0), "expected 3 labels", "found 2");
        yield return Case("No_images", Images(0, 2, 2, []), labels, "0 × 2 × 2");
        yield return Case("Sizes_whose_product_overflows", Images(uint.MaxValue, uint.MaxValue, uint.MaxValue, []), labels, "4294967295 × 4294967295");

        static TestCaseData Case(string name, byte[] images, byte[] labels, params string[] expected) =>
            new TestCaseData(images, labels, expected).SetName(name + "_{m}");
    }

    [TestCaseSource(nameof(Damages))]
    public void are_refused(byte[] images, byte[] labels, string[] expected)
    {
        foreach (var suffix in (string[])["", ".gz"])
        {
            Write("bad/train-images-idx3-ubyte" + suffix, images);
            Write("bad/train-labels-idx1-ubyte" + suffix, labels);
            var message = Assert.Throws<FileFormatException>(() => Idx.Read(_folder.File("bad/train-images-idx3-ubyte" + suffix), _folder.File("bad/train-labels-idx1-ubyte" + suffix), "bad"))!.Message;
            Assert.That(message, Does.StartWith(_folder.File("bad/train-")));
            foreach (var part in expected) Assert.That(message, Does.Contain(part));
        }
    }

    [Test]
    public void A_claim_of_two_gigabytes_is_refused_without_allocating_them()
    {
        Write("claim/images", Images(2_000_000_000, 1, 1, [1, 2, 3]));
        Write("claim/labels", Labels(1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => Idx.Read(_folder.File("claim/images"), _folder.File("claim/labels"), "claim"), Throws.InstanceOf<FileFormatException>().With.Message.Contains("2,000,000,000"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
    }

    [Test]
    public void A_gzip_file_cut_short_or_damaged_is_refused()
    {
        var random = new byte[10_000];
        Philox.Fill(new RandomStream(1, 2), MemoryMarshal.Cast<byte, uint>(random.AsSpan()));
        var images = Compressed(Images(100, 10, 10, random));
        Write("gzip/labels", Labels(new byte[100]));

        var damaged = (byte[])images.Clone();
        damaged[^6]++;
        _folder.File("gzip/damaged.gz", damaged);
        Assert.That(() => Idx.Read(_folder.File("gzip/damaged.gz"), _folder.File("gzip/labels"), "x"),
            Throws.InstanceOf<FileFormatException>().With.Message.StartsWith(_folder.File("gzip/damaged.gz")).And.Message.Contains("damaged"));

        _folder.File("gzip/cut.gz", images[..(images.Length / 2)]);
        Assert.That(() => Idx.Read(_folder.File("gzip/cut.gz"), _folder.File("gzip/labels"), "x"),
            Throws.InstanceOf<FileFormatException>().With.Message.StartsWith(_folder.File("gzip/cut.gz")).And.Message.Contains("expected 10,000 bytes").And.Message.Contains("incomplete"));
    }

    [Test]
    public void A_missing_file_is_named_with_the_names_tried()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        Assert.That(() => Idx.Load(_folder.File("empty"), "mnist"), Throws.InstanceOf<FileNotFoundException>()
            .With.Message.Contains("empty").And.Message.Contains("train-images-idx3-ubyte[.gz]").And.Message.Contains("train-images.idx3-ubyte[.gz]"));
    }

    [Test]
    public void Test_images_of_another_size_are_refused()
    {
        Write("sizes/train-images-idx3-ubyte", Images(1, 2, 2, new byte[4]));
        Write("sizes/train-labels-idx1-ubyte", Labels(1));
        Write("sizes/t10k-images-idx3-ubyte", Images(1, 1, 4, new byte[4]));
        Write("sizes/t10k-labels-idx1-ubyte", Labels(1));
        Assert.That(() => Idx.Load(_folder.File("sizes"), "mnist"), Throws.InstanceOf<FileFormatException>().With.Message.Contains("2×2").And.Message.Contains("1×4"));
    }

    [Test]
    public void MNIST_is_read()
    {
        var set = RealData.Load("mnist");
        var train = ImageStatistics.Of(set.Train);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(set.Train.Count, Is.EqualTo(60_000));
            Assert.That(set.Test.Count, Is.EqualTo(10_000));
            Assert.That(set.Train.Labels[..5].ToArray(), Is.EqualTo(new byte[] { 5, 0, 4, 1, 9 }));
            // The mean and deviation that everybody normalises by.
            Assert.That(train.Means[0], Is.EqualTo(0.1307).Within(0.00005));
            Assert.That(train.Deviations[0], Is.EqualTo(0.3081).Within(0.00005));
        }
    }

    internal static byte[] Images(uint count, uint rows, uint columns, byte[] pixels) => [.. BigEndian(0x0803), .. BigEndian(count), .. BigEndian(rows), .. BigEndian(columns), .. pixels];

    internal static byte[] Labels(params byte[] labels) => [.. BigEndian(0x0801), .. BigEndian((uint)labels.Length), .. labels];

    internal static byte[] Compressed(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(bytes);
        return target.ToArray();
    }

    void Write(string name, byte[] bytes) => _folder.File(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Compressed(bytes) : bytes);

    static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
