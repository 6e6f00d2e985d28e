using System.IO.Compression;
using System.Text;

namespace SparseGen.Tests.Fid;

/// <summary>The golden files were written by PyTorch 1.13: torch.save of a state dict, in its two formats.</summary>
sealed class TorchCheckpointTests
{
    /// <summary>Pickles that ask for more than data, and what is to be named.</summary>
    static readonly TestCaseData[] Dangers =
    [
        Case("\u0080\u0002cposix\nsystem\nX\u0005\0\0\0touch\u0085R.", "posix.system"),
        Case("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0001x\u0085R.", "os.system"),
        Case("\u0080\u0002cbuiltins\neval\n.", "builtins.eval"),
        Case("\u0080\u0002ctorch._utils\n_rebuild_device_tensor_from_numpy\n.", "torch._utils._rebuild_device_tensor_from_numpy"),
        Case("(S'touch x'\nios\nsystem\n.", "STRING"),
        Case("\u0080\u0002(X\u0001\0\0\0xios\nsystem\n.", "INST"),
        Case("\u0080\u0002}X\u0001\0\0\0x\u0081.", "NEWOBJ"),
        Case("\u0080\u0002\u0082\u0001.", "EXT1"),
        Case("\u0080\u0002\u00ff.", "0xff"),
    ];

    /// <summary>Pickles that end early or make no sense, and what is to be said.</summary>
    static readonly TestCaseData[] Damages =
    [
        Case("\u0080\u0002", "expected 1 more bytes"),
        Case("\u0080\u0002.", "expected a value"),
        Case("\u0080\u0002}.", "expected a state dict with tensors"),
        Case("\u0080\u0002K\u0001.", "expected a state dict"),
        Case("\u0080\u0002X\u00ff\u00ff\u00ff\u00ff", "expected 4,294,967,295 more bytes"),
        Case("\u0080\u0002X\u0001\0\0\0\u00ff.", "UTF-8"),
        Case("\u0080\u0002h\u0007.", "value 7"),
        Case("\u0080\u0002]K\u0001u.", "expected a mark"),
        Case("\u0080\u0002(((", "at byte 5"),
    ];

    /// <summary>Test names cannot show pickles.</summary>
    static TestCaseData Case(string pickle, string words) => new TestCaseData(pickle, words).SetArgDisplayNames(words);

    static string Golden(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", name);

    [Test]
    public void Reads_what_PyTorch_writes([Values("torch-state.pth", "torch-state-old.pth", "torch-wrapped.pth")] string name)
    {
        var file = WeightFile.Read(Golden(name));
        Assert.That(file.Arrays.Keys, Is.EquivalentTo(new[]
        {
            "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var", "bn.num_batches_tracked",
            "plain", "transposed", "view", "half", "double", "scalar", "empty", "parameter",
        }));
        var plain = Enumerable.Range(0, 24).Select(i => i + 0.5f);
        Assert.That(file.Get("plain", new Shape(2, 3, 4)).As<float>().ToArray(), Is.EqualTo(plain));
        Assert.That(file.Get("transposed", new Shape(4, 2, 3)).As<float>()[..7].ToArray(), Is.EqualTo(new[] { 0, 4, 8, 12, 16, 20, 1 }));
        Assert.That(file.Get("view", new Shape(2, 4)).As<float>().ToArray(), Is.EqualTo(Enumerable.Range(16, 8)));
        Assert.That(file.Get("half", new Shape(2)).ToSingle(), Is.EqualTo(new[] { 1.5f, -2 }));
        Assert.That(file.Get("double", new Shape(1, 1)).ToDouble(), Is.EqualTo(new[] { 1e300 }));
        Assert.That(file.Get("scalar", new Shape()).As<long>()[0], Is.EqualTo(7));
        Assert.That(file.Get("empty", new Shape(0, 3)).Count, Is.Zero);
        Assert.That(file.Get("parameter", new Shape(1)).ToSingle(), Is.EqualTo(new[] { 3.25f }));
        Assert.That(file.Get("bn.running_var", new Shape(2)).ToSingle(), Is.All.EqualTo(1));
    }

    [TestCaseSource(nameof(Dangers))]
    public void Refuses_by_name_what_could_execute(string pickle, string name)
    {
        using var folder = new TemporaryFolder();
        var path = Archive(folder, ("archive/data.pkl", Encoding.Latin1.GetBytes(pickle)));
        Assert.That(() => WeightFile.Read(path), Throws.TypeOf<FileFormatException>()
            .With.Message.StartsWith(path).And.Message.Contains(name).And.Message.Contains("refused").And.Message.Contains("nothing was executed"));
    }

    [TestCaseSource(nameof(Damages))]
    public void Says_what_is_wrong_with_a_damaged_pickle(string pickle, string message)
    {
        using var folder = new TemporaryFolder();
        var path = Archive(folder, ("archive/data.pkl", Encoding.Latin1.GetBytes(pickle)));
        Assert.That(() => WeightFile.Read(path), Throws.TypeOf<FileFormatException>().With.Message.StartsWith(path).And.Message.Contains(message));
    }

    [Test]
    public void Refuses_an_entry_that_claims_a_terabyte()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("huge.pth", HugeEntry("archive/data.pkl", claimed: 1L << 40));
        Assert.That(() => WeightFile.Read(path), Throws.TypeOf<FileFormatException>().With.Message.Contains("1,099,511,627,776"));
    }

    [Test]
    public void Refuses_a_storage_of_another_size_than_its_tensor_says()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("short.pth");
        File.Copy(Golden("torch-state.pth"), path);
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            archive.GetEntry("torch-state/data/5")!.Delete();
            using var shorter = archive.CreateEntry("torch-state/data/5", CompressionLevel.NoCompression).Open();
            shorter.Write(new byte[92]);
        }
        Assert.That(() => WeightFile.Read(path), Throws.TypeOf<FileFormatException>().With.Message.Contains("'plain'").And.Message.Contains("found 92"));
    }

    [Test]
    public void Refuses_a_missing_storage_and_an_incomplete_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("missing.pth");
        File.Copy(Golden("torch-state.pth"), path);
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update)) archive.GetEntry("torch-state/data/5")!.Delete();
        Assert.That(() => WeightFile.Read(path), Throws.TypeOf<FileFormatException>().With.Message.Contains("data/5").And.Message.Contains("found none"));
        var old = folder.File("old.pth", File.ReadAllBytes(Golden("torch-state-old.pth"))[..^1]);
        Assert.That(() => WeightFile.Read(old), Throws.TypeOf<FileFormatException>().With.Message.Contains("incomplete"));
    }

    static string Archive(TemporaryFolder folder, params (string Name, byte[] Bytes)[] entries)
    {
        var path = folder.File("checkpoint.pth");
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
            entry.Write(bytes);
        }
        return path;
    }

    /// <summary>A zip archive of one empty entry whose sizes, in the 64-bit field of the directory, are a lie.</summary>
    static byte[] HugeEntry(string name, long claimed)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        writer.Write(0x04034b50);
        writer.Write(new byte[22]);
        writer.Write((short)name.Length);
        writer.Write((short)0);
        writer.Write(name.ToCharArray());
        var directory = stream.Position;
        writer.Write(0x02014b50);
        writer.Write([45, 0, 45, 0, 0, 0, 0, 0]); // versions, flags, stored
        writer.Write(new byte[8]); // time, checksum
        writer.Write(-1);
        writer.Write(-1);
        writer.Write((short)name.Length);
        writer.Write((short)20);
        writer.Write(new byte[14]);
        writer.Write(name.ToCharArray());
        writer.Write((short)1);
        writer.Write((short)16);
        writer.Write(claimed);
        writer.Write(claimed);
        var length = stream.Position - directory;
        writer.Write(0x06054b50);
        writer.Write(0);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write((int)length);
        writer.Write((int)directory);
        writer.Write((short)0);
        return stream.ToArray();
    }
}
