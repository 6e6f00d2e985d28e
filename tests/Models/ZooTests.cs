using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

/// <summary>What every model of the zoo keeps, whatever its networks and losses are.</summary>
[TestFixtureSource(typeof(Zoo), nameof(Zoo.All))]
sealed class ZooTests(Zoo.Entry entry)
{
    static readonly Shape Image = new(1, 16, 16);
    const int Narrowing = 32;
    const int Batch = 8;

    Device _device = null!;

    [SetUp]
    public void Open() => _device = Device.Host(threads: 1);

    [TearDown]
    public void Close() => _device.Dispose();

    [TestCase(32)]
    [TestCase(64)]
    public void It_has_as_many_weights_as_the_design_says(int size)
    {
        using var model = entry.Create(_device, new Shape(3, size, size), 1);
        Assert.That(model.Prunable.Sum(parameter => parameter.Shape.Count) / 1e6, Is.EqualTo(size == 32 ? entry.At32 : entry.At64).Within(1).Percent);
    }

    [TestCase(1, 28)]
    [TestCase(1, 32)]
    [TestCase(3, 32)]
    [TestCase(3, 64)]
    public void Its_images_have_the_shape_asked_for_and_the_range_of_pixels(int channels, int size)
    {
        var image = new Shape(channels, size, size);
        using var model = entry.Create(_device, image, Narrowing);
        using var images = Zoo.Images(_device, image, Batch);
        using var scope = _device.OpenScope();
        foreach (var mode in new[] { Mode.Train, Mode.Evaluate })
        {
            if (model is IGenerator generator) Expect(generator.Generate(new StepRandom(7, 0).Normal(_device, "latent", new Shape(generator.LatentSize, Batch)), mode));
            if (model is IReconstructor reconstructor) Expect(reconstructor.Reconstruct(new Variable(_device, images), mode));
        }

        void Expect(Variable made)
        {
            Assert.That(made.Shape, Is.EqualTo(images.Shape));
            Assert.That(_device.Read(made.Value), Is.All.InRange(0f, 1f));
        }
    }

    [Test]
    public void Steps_change_everything_that_a_snapshot_holds()
    {
        using var model = entry.Create(_device, Image, Narrowing);
        var before = model.Snapshot();
        var unchanged = before.Arrays.Keys.ToHashSet();
        // A loss without slope leaves some things as they are at some steps.
        for (var step = 0; step < 12 && unchanged.Count > 0; step++)
        {
            Train(model, step, 1);
            var after = model.Snapshot();
            unchanged.RemoveWhere(name => !after.Arrays[name].Bytes.SequenceEqual(before.Arrays[name].Bytes));
        }
        Assert.That(unchanged, Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Restored_into_another_it_trains_on_exactly_as_it_did(bool masked)
    {
        using var model = entry.Create(_device, Image, Narrowing);
        if (masked) model.Apply(Zoo.Masks(model));
        Train(model, 0, 2);
        var snapshot = model.Snapshot();
        var expected = Train(model, 2, 2);
        using var other = entry.Create(_device, Image, Narrowing);
        other.Initialise(8);
        other.Restore(snapshot);
        Assert.That(Train(other, 2, 2), Is.EqualTo(expected));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Training_stays_finite_and_keeps_its_masks(bool masked)
    {
        using var model = entry.Create(_device, Image, Narrowing);
        if (masked) model.Apply(Zoo.Masks(model));
        var losses = Train(model, 0, 30);
        Assert.That(losses, Is.All.Matches<double>(double.IsFinite));
        Assert.That(model.Density, masked ? Is.EqualTo(0.1).Within(0.01) : Is.EqualTo(1));
        if (model is IReconstructor) Assert.That(losses[^1], Is.LessThan(losses[0]));
    }

    [Test]
    public void Its_arithmetic_falls_with_its_density()
    {
        using var model = entry.Create(_device, Image, Narrowing);
        var dense = model.WorkOfImage(Image);
        model.Apply(Zoo.Masks(model));
        var masked = model.WorkOfImage(Image);
        Assert.That(dense.Surviving, Is.EqualTo(dense.InBounds).And.LessThanOrEqualTo(dense.Nominal));
        Assert.That(masked.InBounds, Is.EqualTo(dense.InBounds));
        Assert.That(masked.Surviving, Is.EqualTo(0.1 * dense.InBounds).Within(20).Percent);
        // Every weight multiplies at least one number of every image, but for the padding's.
        Assert.That(dense.Nominal / 2, Is.GreaterThanOrEqualTo(model.Prunable.Sum(parameter => parameter.Shape.Count)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void The_arithmetic_of_a_step_is_what_its_kernels_do(bool masked)
    {
        using var plain = Device.Host();
        var watch = new WatchedKernels(plain.Kernels);
        using var model = entry.Create(plain.With(watch), Image, Narrowing);
        if (masked) model.Apply(Zoo.Masks(model));
        var work = model.WorkOfStep(Image, Batch);
        Assert.That(watch.Flops, Is.Zero, "nothing was computed");
        using var images = Zoo.Images(plain, Image, Batch);
        model.Step(images, new StepRandom(7, 0));
        Assert.That(work.Total.Nominal, Is.EqualTo(watch.Flops));
        Assert.That(work.Total.InBounds, Is.EqualTo(watch.FlopsInBounds));
        Assert.That(work.Components.Select(component => component.Component), Is.EqualTo(model.Components), "every contraction belongs to one of them");
    }

    [Test]
    public void The_generating_component_is_one_of_its_own()
    {
        using var model = entry.Create(_device, Image, Narrowing);
        if (model is IGenerator generator) Assert.That(model.Components, Does.Contain(generator.GeneratingComponent));
        else Assert.That(model, Is.InstanceOf<IReconstructor>());
    }

    /// <summary>The first loss of each step.</summary>
    double[] Train(Model model, int from, int steps)
    {
        using var images = Zoo.Images(_device, Image, Batch);
        return [.. Enumerable.Range(from, steps).Select(step => model.Step(images, new StepRandom(7, (ulong)step))[0])];
    }
}
