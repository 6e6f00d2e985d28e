using System.IO.Compression;

namespace SparseGen.Tests;

public class NpzTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void What_is_written_is_read([Values] bool compress)
    {
        var path = _folder.File("arrays.npz");
        Npz.Write(path, [new("a.weight", NDArray.Of<float>(new Shape(2), [1, 2])), new("b", NDArray.Of<byte>(new Shape(), [3]))], compress);
        var file = Npz.Read(path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Arrays.Keys, Is.EqualTo(new[] { "a.weight", "b" }));
            Assert.That(file["a.weight"].As<float>().ToArray(), Is.EqualTo(new[] { 1f, 2f }));
            Assert.That(file["b"].Shape, Is.EqualTo(new Shape()));
        }
    }

    [Test]
    public void The_same_arrays_give_the_same_bytes()
    {
        var array = NDArray.Of<float>(new Shape(2), [1, 2]);
        Npz.Write(_folder.File("one.npz"), [new("a", array)]);
        Npz.Write(_folder.File("two.npz"), [new("a", array)]);
        Assert.That(File.ReadAllBytes(_folder.File("one.npz")), Is.EqualTo(File.ReadAllBytes(_folder.File("two.npz"))));
    }

    [Test]
    public void A_missing_entry_is_named_with_the_ones_present()
    {
        var path = _folder.File("names.npz");
        Npz.Write(path, Enumerable.Range(0, 20).Select(i => KeyValuePair.Create($"w{i}", NDArray.Of<byte>(new Shape(1), [1]))));
        Assert.That(() => Npz.Read(path)["bias"], Throws.InstanceOf<FileFormatException>()
            .With.Message.StartsWith(path).And.Message.Contains("'bias'").And.Message.Contains("w0, w1").And.Message.Contains("and 15 more"));
    }

    [Test]
    public void A_claim_of_two_gigabytes_is_refused_without_allocating_them()
    {
        var path = _folder.File("claim.npz");
        Npz.Write(path, [new("a", NDArray.Of<byte>(new Shape(100), new byte[100]))]);
        var bytes = File.ReadAllBytes(path);
        // The central directory's record begins with PK\1\2 and holds the uncompressed size at 24.
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24), 2_000_000_000);
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => Npz.Read(path), Throws.InstanceOf<FileFormatException>().With.Message.Contains("a.npy").And.Message.Contains("2,000,000,000"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
    }

    [Test]
    public void A_damaged_entry_is_refused()
    {
        var path = _folder.File("damaged.npz");
        Npz.Write(path, [new("a", NDArray.Of<byte>(new Shape(4), [10, 20, 30, 40]))]);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf(new byte[] { 10, 20, 30, 40 })]++;
        File.WriteAllBytes(path, bytes);
        Assert.That(() => Npz.Read(path), Throws.InstanceOf<FileFormatException>().With.Message.Contains("a.npy").And.Message.Contains("checksum"));
    }

    [Test]
    public void An_entry_given_twice_is_refused()
    {
        var path = _folder.File("twice.npz");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
            for (var i = 0; i < 2; i++)
            {
                using var entry = archive.CreateEntry("a.npy").Open();
                entry.Write(NpyTests.Bytes("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n", [1]));
            }
        Assert.That(() => Npz.Read(path), Throws.InstanceOf<FileFormatException>().With.Message.Contains("twice"));
    }

    [Test]
    public void A_file_that_is_no_archive_is_refused([Values(0, 3, 1000)] int length)
    {
        var path = _folder.File("none.npz", new byte[length]);
        Assert.That(() => Npz.Read(path), Throws.InstanceOf<FileFormatException>().With.Message.StartsWith(path));
    }

    [Test]
    public void An_archive_cut_short_is_refused()
    {
        var path = _folder.File("cut.npz");
        Npz.Write(path, [new("a", NDArray.Of<byte>(new Shape(4), [10, 20, 30, 40]))]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^30]);
        Assert.That(() => Npz.Read(path), Throws.InstanceOf<FileFormatException>().With.Message.StartsWith(path));
    }
}
