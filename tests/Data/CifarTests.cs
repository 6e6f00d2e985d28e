using SparseGen.Data;

namespace SparseGen.Tests.Data;

public class CifarTests
{
    const int Record = 3073, Records = 10_000;

    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Six_files_are_read()
    {
        var records = new byte[Records * Record];
        for (var i = 0; i < Records; i++) records[i * Record] = (byte)(i % 10);
        records[Record] = 3;
        records[Record + 1 + 2 * 1024] = 77;
        var bytes = IdxTests.Compressed(records);
        for (var i = 1; i <= 5; i++) _folder.File($"good/data_batch_{i}.bin.gz", bytes);
        _folder.File("good/test_batch.bin", records);
        var set = Cifar.Load(_folder.File("good"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(set.Train.ToString(), Is.EqualTo("cifar10 train: 50,000 images of (3, 32, 32) in 10 classes"));
            Assert.That(set.Test.Count, Is.EqualTo(Records));
            Assert.That(set.Train.Labels[10_001], Is.EqualTo(3));
            Assert.That(set.Train.Image(10_001)[2 * 1024], Is.EqualTo(77), "the first blue pixel");
        }
    }

    [Test]
    public void Damaged_files_are_refused()
    {
        foreach (var (damage, expected) in new (Func<byte[], byte[]>, string)[]
        {
            (records => records[..^1], "found 30,729,999; the download is incomplete"),
            (records => [.. records, 0], "found more"),
            (records => { records[2 * Record] = 10; return records; }, "found 10 in record 2"),
        })
        {
            var bytes = IdxTests.Compressed(damage(new byte[Records * Record]));
            foreach (var name in (string[])["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"])
                _folder.File($"bad/{name}.bin.gz", bytes);
            Assert.That(() => Cifar.Load(_folder.File("bad")), Throws.InstanceOf<FileFormatException>()
                .With.Message.StartsWith(_folder.File("bad/data_batch_1.bin.gz")).And.Message.Contains(expected));
        }
    }

    [Test]
    public void A_missing_file_is_named()
    {
        _folder.File("missing/data_batch_1.bin", []);
        Assert.That(() => Cifar.Load(_folder.File("missing")), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("data_batch_2.bin[.gz]"));
    }

    [Test]
    public void CIFAR_is_read()
    {
        var set = RealData.Load("cifar10");
        var train = ImageStatistics.Of(set.Train);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(set.Train.Count, Is.EqualTo(50_000));
            Assert.That(ImageStatistics.Of(set.Test).LabelCounts, Is.All.EqualTo(1_000));
            Assert.That(train.LabelCounts, Is.All.EqualTo(5_000));
            // The means that everybody normalises by.
            Assert.That(train.Means, Is.EqualTo(new[] { 0.4914, 0.4822, 0.4465 }).Within(0.0005));
        }
    }
}
