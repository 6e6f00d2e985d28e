using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

public class GanTests
{
    static readonly Shape Image = new(1, 8, 8);

    Device _device = null!;
    Tensor _images = null!;

    [SetUp]
    public void Open()
    {
        _device = Device.Host(threads: 1);
        _images = Zoo.Images(_device, Image, batch: 8);
    }

    [TearDown]
    public void Close()
    {
        _images.Dispose();
        _device.Dispose();
    }

    [TestCase("sngan")]
    [TestCase("wgan")]
    [TestCase("wgan-gp")]
    public void A_critic_is_updated_five_times_a_step_and_its_generator_once(string name)
    {
        using var model = New(name);
        for (var step = 0; step < 2; step++) model.Step(_images, new StepRandom(7, (ulong)step));
        var arrays = model.Snapshot().Arrays;
        Assert.That(arrays["discriminator.steps"].As<long>()[0], Is.EqualTo(10));
        Assert.That(arrays["generator.steps"].As<long>()[0], Is.EqualTo(2));
    }

    [Test]
    public void Each_update_of_the_critic_takes_a_batch_of_its_own_if_there_are_so_many()
    {
        using var same = New("wgan");
        using var own = New("wgan");
        using var repeated = _device.AllocateOwned(new Shape(5, 1, 8, 8, 8));
        for (var i = 0; i < 5; i++) _device.Kernels.Copy(_images, repeated.Slice(i, 1));
        var expected = same.Step(_images, new StepRandom(7, 0));
        Assert.That(own.Step(repeated, new StepRandom(7, 0))["discriminator"], Is.EqualTo(expected["discriminator"]));

        _device.Kernels.Fill(repeated.Slice(4, 1), 0);
        using var other = New("wgan");
        Assert.That(other.Step(repeated, new StepRandom(7, 0))["discriminator"], Is.Not.EqualTo(expected["discriminator"]));
    }

    [Test]
    public void Generated_images_are_the_range_of_the_network_brought_to_0_and_1()
    {
        using var model = new Dcgan(_device, seed: 7, Image, narrowing: 16);
        using var scope = _device.OpenScope();
        var latent = new StepRandom(1, 0).Normal(_device, "latent", new Shape(model.LatentSize, 4));
        var (raw, images) = (_device.Read(model.Generator.Forward(latent, Mode.Evaluate).Value), _device.Read(model.Generate(latent, Mode.Evaluate).Value));
        Assert.That(images, Is.EqualTo(raw.Select(value => (value + 1) / 2)).Within(1e-6).And.All.InRange(0, 1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Clipping_keeps_every_parameter_of_the_critic_small_and_leaves_the_generator(bool masked)
    {
        using var model = New("wgan");
        if (masked) model.Apply(Zoo.Masks(model));
        model.Step(_images, new StepRandom(7, 0));
        Assert.That(Largest(model, "discriminator"), Is.LessThanOrEqualTo(0.01f));
        Assert.That(Largest(model, "generator"), Is.GreaterThan(0.5f));
    }

    [Test]
    public void The_penalty_draws_the_slope_of_the_critic_to_one()
    {
        using var model = new WganPenalty(_device, seed: 7, Image, narrowing: 16, learningRate: 1e-3);
        var before = Slope();
        for (var step = 0; step < 60; step++) model.Step(_images, new StepRandom(7, (ulong)step));
        Assert.That(before, Is.LessThan(0.1));
        Assert.That(Slope(), Is.EqualTo(1).Within(0.5));

        double Slope()
        {
            using var scope = _device.OpenScope();
            var x = new Variable(_device, (new Variable(_device, _images) * 2 - 1).Value, requiresGradient: true);
            return Gradient.Of(model.Discriminator.Forward(x, Mode.Train).Sum(), [x])[0].NormPerImage().Mean().Item();
        }
    }

    [TestCase("dcgan")]
    [TestCase("sngan")]
    [TestCase("resnet-dcgan")]
    [TestCase("wgan")]
    [TestCase("wgan-gp")]
    public void A_discriminator_learns_to_tell_real_images_from_fakes(string name)
    {
        using var model = New(name, narrowing: 8);
        var losses = Enumerable.Range(0, 150).Select(step => model.Step(_images, new StepRandom(7, (ulong)step))["discriminator"]).ToArray();
        Assert.That(losses.Min(), Is.LessThan(losses[0] - 0.05 * Math.Abs(losses[0])));
    }

    Gan New(string name, int narrowing = 16) => (Gan)Zoo.All.Single(entry => entry.Name == name).Create(_device, Image, narrowing);

    float Largest(Model model, string component)
    {
        using var scope = _device.OpenScope();
        return model.Parameters.Where(parameter => parameter.Path.StartsWith(component, StringComparison.Ordinal)).SelectMany(parameter => _device.Read(parameter.Value.Value)).Max(Math.Abs);
    }
}
