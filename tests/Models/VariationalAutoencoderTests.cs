using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

public class VariationalAutoencoderTests
{
    static readonly Shape Image = new(1, 16, 16);

    Device _device = null!;
    Tensor _images = null!;

    [SetUp]
    public void Open()
    {
        _device = Device.Host(threads: 1);
        _images = Zoo.Images(_device, Image, batch: 16);
    }

    [TearDown]
    public void Close()
    {
        _images.Dispose();
        _device.Dispose();
    }

    [Test]
    public void The_loss_is_the_reconstruction_and_beta_times_the_divergence()
    {
        using var model = New(beta: 4);
        var losses = model.Step(_images, new StepRandom(7, 0));
        Assert.That(losses["loss"], Is.EqualTo(losses["reconstruction"] + 4 * losses["divergence"]).Within(1e-4).Percent);
    }

    [Test]
    public void A_larger_beta_brings_the_latents_closer_to_the_normal_they_are_drawn_from()
    {
        using var free = New(beta: 0.1);
        using var bound = New(beta: 10);
        Assert.That(Train(bound)["divergence"], Is.LessThan(0.5 * Train(free)["divergence"]));
    }

    [Test]
    public void Reconstructions_decode_the_means_and_need_no_random_numbers()
    {
        using var model = New(beta: 1);
        Train(model);
        using var scope = _device.OpenScope();
        var images = new Variable(_device, _images);
        var decoded = model.Generate(model.Encoder.Distribution(images, Mode.Evaluate).Mean, Mode.Evaluate);
        Assert.That(_device.Read(model.Reconstruct(images, Mode.Evaluate).Value), Is.EqualTo(_device.Read(decoded.Value)));
        Assert.That(model.ReconstructionLoss(_images), Is.LessThan(0.05));
    }

    [Test]
    public void Its_decoder_and_the_generator_of_the_GAN_are_one_network()
    {
        using var convolutional = New(beta: 1);
        using var residual = VariationalAutoencoder.Residual(_device, seed: 7, Image, narrowing: 32);
        using var dcgan = new Dcgan(_device, seed: 7, Image, narrowing: 32);
        using var residualDcgan = new ResidualDcgan(_device, seed: 7, Image, narrowing: 32);
        Assert.That(Layers(convolutional), Is.EqualTo(Layers(dcgan)));
        Assert.That(Layers(residual), Is.EqualTo(Layers(residualDcgan)));
    }

    VariationalAutoencoder New(double beta) => VariationalAutoencoder.Convolutional(_device, seed: 7, Image, narrowing: 32, beta);

    Losses Train(Model model)
    {
        var losses = new Losses();
        for (var step = 0; step < 100; step++) losses = model.Step(_images, new StepRandom(7, (ulong)step));
        return losses;
    }

    /// <summary>Names and shapes of what generates images, without the component's name.</summary>
    static IEnumerable<(string, Shape)> Layers<TModel>(TModel model) where TModel : Model, IGenerator => model.Parameters
        .Where(parameter => parameter.Path.StartsWith(model.GeneratingComponent, StringComparison.Ordinal))
        .Select(parameter => (parameter.Path[model.GeneratingComponent.Length..], parameter.Shape));
}
