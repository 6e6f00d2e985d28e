using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Tests.Pruning;

public class InputDependenceTests
{
    static readonly ImageSet Images = Glyphs.Create(20, seed: 7, color: true);

    Device _device = null!;

    [SetUp]
    public void SetUp() => _device = Device.Host(threads: 2);

    [TearDown]
    public void TearDown() => _device.Dispose();

    [Test]
    public void Whole_networks_depend_on_their_input()
    {
        using var autoencoder = new ConvolutionalAutoencoder(_device, 1, new Shape(3, 32, 32), narrowing: 8);
        using var gan = new Dcgan(_device, 1, new Shape(3, 32, 32), narrowing: 8);
        using var hinge = new Sngan(_device, 1, new Shape(3, 32, 32), narrowing: 8);
        foreach (var model in new Model[] { autoencoder, gan, hinge }) Assert.That(Missing(model), Is.Empty, model.GetType().Name);
    }

    [TestCase("encoder.0.weight", "Reconstructions are the same for every image")]
    [TestCase("decoder.0.weight", "Reconstructions are the same for every image")]
    public void An_autoencoder_that_is_cut_through_makes_one_image(string layer, string expected)
    {
        using var model = new ConvolutionalAutoencoder(_device, 1, new Shape(3, 32, 32), narrowing: 8);
        Cut(model, layer);
        Assert.That(Missing(model), Has.Exactly(1).StartsWith(expected));
    }

    [Test]
    public void A_generator_that_is_cut_through_makes_one_image()
    {
        using var model = new Dcgan(_device, 1, new Shape(3, 32, 32), narrowing: 8);
        Cut(model, "generator.1.weight");
        Assert.That(Missing(model), Has.Exactly(1).StartsWith("Generated images are the same for every latent vector"));
    }

    [Test]
    public void A_discriminator_that_is_cut_through_has_one_loss()
    {
        using var model = new Dcgan(_device, 1, new Shape(3, 32, 32), narrowing: 8);
        Cut(model, "discriminator.0.weight");
        Assert.That(Missing(model), Is.EqualTo(new[] { "The discriminator loss is the same for every batch: nothing of the input reaches it.", "The generator loss is the same for every batch: nothing of the input reaches it." }));
    }

    [Test]
    public void A_critic_without_input_has_losses_of_0()
    {
        using var model = new Wgan(_device, 1, new Shape(3, 32, 32), narrowing: 8);
        Assert.That(Missing(model), Is.Empty);
        Cut(model, "discriminator.0.weight");
        Assert.That(Missing(model), Has.Some.StartsWith("The discriminator loss is the same for every batch"));
    }

    [Test]
    public void No_layer_has_to_be_empty()
    {
        using var model = new LinearAutoencoder(_device, 1, narrowing: 8);
        // The encoder feeds hidden unit 0 alone, which the decoder does not read.
        var masks = model.Mask().Layers.Select(layer =>
        {
            var bytes = layer.Bytes.ToArray();
            var columns = layer.Shape.Count / layer.Shape[0];
            for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)((layer.Path.StartsWith("encoder") ? i / columns == 0 : i % columns != 0) ? 1 : 0);
            return new LayerMask(layer.Path, layer.Shape, bytes);
        });
        var mask = new Mask(masks);
        Assert.That(mask.EmptyLayers, Is.Empty);
        model.Apply(mask);
        Assert.That(Missing(model, Glyphs.Create(20, seed: 7)), Has.Exactly(1).StartsWith("Reconstructions are the same"));
    }

    static void Cut(Model model, string path)
    {
        Assert.That(model.Prunable.Select(parameter => parameter.Path), Has.Member(path));
        model.Apply(new Mask(model.Mask().Layers.Select(layer => layer.Path == path ? new LayerMask(layer.Path, layer.Shape, new byte[layer.Shape.Count]) : layer)), allowEmptyLayers: true);
    }

    IReadOnlyList<string> Missing(Model model, ImageSet? images = null)
    {
        using var scope = _device.OpenScope();
        images ??= Images;
        var batches = new Batches(images, 10, seed: 1);
        var inputs = Enumerable.Range(0, 2).Select(step =>
        {
            var pixels = new float[10 * images.ImageSize];
            batches.Fill(step, pixels);
            return new StepInput(_device.Upload(new Shape(images.Channels, images.Height, images.Width, 10), pixels), new StepRandom(1, (ulong)step), []);
        }).ToArray();
        return InputDependence.Missing(model, inputs[0], inputs[1]);
    }
}
