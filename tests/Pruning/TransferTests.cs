using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Tests.Pruning;

/// <summary>A ticket of a VAE's decoder becomes a ticket of a DCGAN's generator.</summary>
public class TransferTests
{
    static readonly Shape Image = new(3, 32, 32);
    static readonly Transfer DecoderToGenerator = new("decoder", "generator");

    Device _device = null!;
    VariationalAutoencoder _vae = null!;
    Dcgan _dcgan = null!;

    [SetUp]
    public void SetUp()
    {
        _device = Device.Host(1);
        _vae = VariationalAutoencoder.Convolutional(_device, seed: 1, Image, narrowing: 16);
        _dcgan = new Dcgan(_device, seed: 2, Image, narrowing: 16);
    }

    [TearDown]
    public void TearDown()
    {
        _vae.Dispose();
        _dcgan.Dispose();
        _device.Dispose();
    }

    [Test]
    public void The_decoders_values_go_into_the_generator_and_the_discriminator_keeps_its_own()
    {
        var (given, own) = (_vae.Snapshot(), _dcgan.Snapshot());
        DecoderToGenerator.Restore(_dcgan, own, given);
        foreach (var (name, array) in _dcgan.Weights())
        {
            var source = name.StartsWith("generator.", StringComparison.Ordinal) ? given.Arrays["decoder" + name["generator".Length..]] : own.Arrays[name];
            Assert.That(array.Bytes.SequenceEqual(source.Bytes), name);
        }
    }

    [Test]
    public void The_optimizers_begin_anew()
    {
        using (var scope = _device.OpenScope())
        {
            var images = _device.Allocate(new Shape(3, 32, 32, 4));
            _device.Kernels.Fill(images, 0.5);
            _dcgan.Step(images, new StepRandom(1, 0));
        }
        DecoderToGenerator.Restore(_dcgan, _dcgan.Snapshot(), _vae.Snapshot());
        var weights = _dcgan.Weights().Select(pair => pair.Key).ToHashSet();
        foreach (var (name, array) in _dcgan.Snapshot().Arrays)
            if (!weights.Contains(name)) Assert.That(array.Bytes.IndexOfAnyExcept((byte)0), Is.EqualTo(-1), name);
    }

    [Test]
    public void The_mask_covers_the_generator_alone()
    {
        var decoder = Mask.Global(new Magnitude().Score(_vae), sparsity: 0.5, Components.Only("decoder"));
        var mask = DecoderToGenerator.Mask(_dcgan.Mask(), (path, _) => decoder[path]);
        Assert.That(mask.Count(Components.Only("generator")), Is.EqualTo(decoder.Count(Components.Only("decoder"))));
        var (total, survivors) = mask.Count(Components.Only("discriminator"));
        Assert.That(survivors, Is.EqualTo(total));
    }

    [Test]
    public void A_network_of_another_width_is_refused()
    {
        using var wide = VariationalAutoencoder.Convolutional(_device, seed: 1, Image, narrowing: 8);
        var before = _dcgan.Snapshot();
        Assert.That(() => DecoderToGenerator.Restore(_dcgan, before, wide.Snapshot()), Throws.ArgumentException.With.Message.Contains("generator."));
        Assert.That(_dcgan.Snapshot().Arrays.All(pair => pair.Value.Bytes.SequenceEqual(before.Arrays[pair.Key].Bytes)), "nothing was changed");
    }
}
