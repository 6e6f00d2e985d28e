using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

public class AutoencoderTests
{
    Device _device = null!;

    [SetUp]
    public void Open() => _device = Device.Host(threads: 1);

    [TearDown]
    public void Close() => _device.Dispose();

    [Test]
    public void The_linear_autoencoder_has_the_size_of_the_paper()
    {
        using var model = new LinearAutoencoder(_device, seed: 7);
        Assert.That(model.Prunable.Sum(parameter => parameter.Shape.Count), Is.EqualTo(2 * 784 * 128));
        Assert.That(model.Parameters.Select(parameter => parameter.Path), Is.EqualTo(new[] { "encoder.1.weight", "encoder.1.bias", "decoder.0.weight", "decoder.0.bias" }));
        Assert.That(model.Components, Is.EqualTo(new[] { "encoder", "decoder" }));
    }

    // Table 1 of the paper says 3 M.
    [TestCase(32, 2_960_000)]
    [TestCase(64, 3_000_000)]
    public void The_convolutional_autoencoder_has_the_size_of_the_paper(int size, int expected)
    {
        using var model = new ConvolutionalAutoencoder(_device, seed: 7, new Shape(3, size, size));
        Assert.That(model.Prunable.Sum(parameter => parameter.Shape.Count), Is.EqualTo(expected).Within(1).Percent);
    }

    [TestCase(1, 28)]
    [TestCase(3, 32)]
    [TestCase(3, 64)]
    [TestCase(2, 13)]
    public void A_reconstruction_has_the_shape_of_the_image_and_the_range_of_pixels(int channels, int size)
    {
        using var model = new ConvolutionalAutoencoder(_device, seed: 7, new Shape(channels, size, size), narrowing: 8);
        using var scope = _device.OpenScope();
        var images = new SparseGen.Autograd.Variable(_device, _device.Allocate(new Shape(channels, size, size, 3)));
        _device.Kernels.Uniform(RandomStream.For(0, "images"), images.Value);
        var reconstruction = model.Reconstruct(images, Mode.Train);
        Assert.That(reconstruction.Shape, Is.EqualTo(images.Shape));
        Assert.That(_device.Read(reconstruction.Value), Is.All.InRange(0f, 1f));
    }

    [Test]
    public void Training_lowers_the_reconstruction_loss()
    {
        using var model = new LinearAutoencoder(_device, seed: 7, new Shape(1, 6, 6), narrowing: 8);
        using var images = _device.AllocateOwned(new Shape(1, 6, 6, 16));
        _device.Kernels.Uniform(RandomStream.For(0, "images"), images);
        var before = model.ReconstructionLoss(images);
        for (var step = 0; step < 200; step++) model.Step(images, new StepRandom(7, (ulong)step));
        Assert.That(model.ReconstructionLoss(images), Is.LessThan(0.8 * before));
    }

    [Test]
    public void Images_that_cannot_be_halved_are_refused() =>
        Assert.That(() => new ConvolutionalAutoencoder(_device, seed: 7, new Shape(1, 5, 5)), Throws.ArgumentException.With.Message.Contains("(1, 5, 5)"));
}
