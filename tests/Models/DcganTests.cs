using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

public class DcganTests
{
    // Table 1 of the paper says 6.5 M.
    [TestCase(32, 6_300_000)]
    [TestCase(64, 6_570_000)]
    public void It_has_the_size_of_the_paper(int size, int expected)
    {
        using var device = Device.Host(threads: 1);
        using var model = new Dcgan(device, seed: 7, new Shape(3, size, size));
        Assert.That(model.Prunable.Sum(parameter => parameter.Shape.Count), Is.EqualTo(expected).Within(1).Percent);
        Assert.That(model.Components, Is.EquivalentTo(new[] { "generator", "discriminator" }));
    }

    [Test]
    public void A_step_trains_every_parameter_of_both_networks()
    {
        using var device = Device.Host(threads: 1);
        using var model = new Dcgan(device, seed: 7, new Shape(1, 8, 8), narrowing: 32);
        using var images = device.AllocateOwned(new Shape(1, 8, 8, 4));
        device.Kernels.Uniform(RandomStream.For(0, "images"), images);
        var before = model.Snapshot();
        var losses = model.Step(images, new StepRandom(7, 0));
        var after = model.Snapshot();

        // Untrained, the discriminator calls everything even: ln 2 for the real images, ln 2 for the fakes.
        Assert.That(losses["discriminator"], Is.EqualTo(2 * Math.Log(2)).Within(30).Percent);
        Assert.That(losses["generator"], Is.EqualTo(Math.Log(2)).Within(30).Percent);
        Assert.That(after.Arrays.Where(pair => pair.Value.Bytes.SequenceEqual(before.Arrays[pair.Key].Bytes)).Select(pair => pair.Key), Is.Empty);
    }
}
