using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Tests.Experiments;

/// <summary>Checkpoints come back as they were, or are refused.</summary>
public class CheckpointTests
{
    TemporaryFolder _folder = null!;

    string Path => _folder.File("checkpoint.safetensors");

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Every_flipped_bit_is_noticed()
    {
        Checkpoint.Write(Path, new Dictionary<string, NDArray> { ["weight"] = NDArray.Of<float>(new Shape(2), [1, 2]), ["mask"] = NDArray.Of<byte>(new Shape(2), [1, 0]) }, new Dictionary<string, string> { ["step"] = "5" });
        var whole = File.ReadAllBytes(Path);
        var unnoticed = new List<string>();
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Path, damaged);
            try
            {
                var read = Checkpoint.Read(Path);
                // What says the same in other letters is no damage: white space of the header, the case of the checksum's digits.
                if (read["weight"].As<float>().SequenceEqual([1, 2]) && read["mask"].As<byte>().SequenceEqual((ReadOnlySpan<byte>)[1, 0]) && read.Metadata["step"] == "5") continue;
                unnoticed.Add($"bit {bit}");
            }
            catch (FileFormatException)
            {
            }
        }
        Assert.That(unnoticed, Is.Empty);
    }

    [Test]
    public void A_damaged_file_is_named_with_what_to_do()
    {
        Checkpoint.Write(Path, new Dictionary<string, NDArray> { ["weight"] = NDArray.Of<float>(new Shape(2), [1, 2]) });
        var bytes = File.ReadAllBytes(Path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(Path, bytes);
        Assert.That(() => Checkpoint.Read(Path), Throws.TypeOf<FileFormatException>().With.Message.Contains(Path).And.Message.Contains("checksum").And.Message.Contains("Delete it"));
    }

    [Test]
    public void A_file_without_a_checksum_is_refused()
    {
        Safetensors.Write(Path, new Dictionary<string, NDArray> { ["weight"] = NDArray.Of<float>(new Shape(2), [1, 2]) });
        Assert.That(() => Checkpoint.Read(Path), Throws.TypeOf<FileFormatException>().With.Message.Contains("expected a checksum"));
    }

    [Test]
    public void A_model_comes_back_from_its_snapshot_file()
    {
        using var device = Device.Reference();
        using var model = Masked(device);
        var before = model.Snapshot();
        SnapshotFile.Write(Path, model, 12);
        model.Initialise(99);
        Assert.That(SnapshotFile.Restore(Path, model), Is.EqualTo(new Step(12)));
        Assert.That(model.Density, Is.EqualTo(0.5));
        Assert.That(model.Snapshot().Arrays.Select(pair => (pair.Key, Convert.ToHexString(pair.Value.Bytes))), Is.EqualTo(before.Arrays.Select(pair => (pair.Key, Convert.ToHexString(pair.Value.Bytes)))));
    }

    [Test]
    public void Weights_alone_hold_no_optimizer_state_and_come_back_with_their_masks()
    {
        using var device = Device.Reference();
        using var model = Masked(device);
        var before = model.Snapshot().Arrays["encoder.1.weight"].As<double>().ToArray();
        SnapshotFile.WriteWeights(Path, model, 12);
        Assert.That(Safetensors.Read(Path).Arrays.Keys, Has.None.Contains("adam").And.Member("encoder.1.weight.mask").And.Member("decoder.0.bias"));
        model.Initialise(99);
        SnapshotFile.RestoreWeights(Path, model);
        Assert.That(model.Density, Is.EqualTo(0.5));
        Assert.That(model.Snapshot().Arrays["encoder.1.weight"].As<double>().ToArray(), Is.EqualTo(before));
    }

    [Test]
    public void A_snapshot_of_another_model_is_refused_by_file_and_array()
    {
        using var device = Device.Reference();
        using var model = Masked(device);
        SnapshotFile.Write(Path, model, 12);
        using var other = new LinearAutoencoder(device, 1, new Shape(1, 5, 5), narrowing: 16);
        Assert.That(() => SnapshotFile.Restore(Path, other), Throws.TypeOf<FileFormatException>().With.Message.Contains(Path).And.Message.Contains("encoder.1.weight"));
    }

    [Test]
    public void A_mask_comes_back_from_its_file()
    {
        using var device = Device.Reference();
        using var model = Masked(device);
        var mask = model.Mask();
        MaskFile.Write(Path, mask);
        model.Initialise(1);
        var read = MaskFile.Read(Path, model.Mask());
        Assert.That(read.Layers.Select(layer => layer.Bytes.ToArray()), Is.EqualTo(mask.Layers.Select(layer => layer.Bytes.ToArray())));
    }

    static LinearAutoencoder Masked(Device device)
    {
        var model = new LinearAutoencoder(device, 3, new Shape(1, 4, 4), narrowing: 16);
        model.Apply(Mask.Global(new Magnitude().Score(model), 0.5));
        return model;
    }
}
