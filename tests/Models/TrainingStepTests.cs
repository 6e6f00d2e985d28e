using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

public class TrainingStepTests
{
    const int Steps = 1000;
    const long AllowedBytes = 64 * 1024;

    [TestCase("linear-ae", false)]
    [TestCase("linear-ae", true)]
    [TestCase("conv-ae", false)]
    [TestCase("conv-ae", true)]
    [TestCase("dcgan", false)]
    [TestCase("dcgan", true)]
    public void A_step_allocates_little_managed_memory_and_reserves_no_native_memory(string name, bool masked)
    {
        using var device = Device.Host(threads: 2);
        var image = new Shape(1, 16, 16);
        using Model model = name switch
        {
            "linear-ae" => new LinearAutoencoder(device, seed: 7, image, narrowing: 8),
            "conv-ae" => new ConvolutionalAutoencoder(device, seed: 7, image, narrowing: 32),
            _ => new Dcgan(device, seed: 7, image, narrowing: 64),
        };
        if (masked) model.Apply(model.Prunable.ToDictionary(parameter => parameter.Path, parameter => Tenth(parameter.Shape)));
        using var images = device.AllocateOwned(new Shape(1, 16, 16, 16));
        device.Kernels.Uniform(RandomStream.For(0, "images"), images);
        for (var step = 0; step < 3; step++) model.Step(images, new StepRandom(7, (ulong)step));

        // What other tests left behind is not this one's garbage.
        GC.Collect();
        var (bytes, collections, reserved) = (GC.GetAllocatedBytesForCurrentThread(), GC.CollectionCount(2), device.Memory.BytesReserved);
        for (var step = 3; step < Steps; step++) model.Step(images, new StepRandom(7, (ulong)step));
        var each = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (Steps - 3);
        TestContext.Out.WriteLine($"{each:N0} bytes a step");

        Assert.That(each, Is.LessThanOrEqualTo(AllowedBytes));
        Assert.That(GC.CollectionCount(2), Is.EqualTo(collections), "gen-2 collections");
        Assert.That(device.Memory.BytesReserved, Is.EqualTo(reserved), "native bytes");
    }

    static Pattern Tenth(Shape shape)
    {
        var mask = new byte[shape.Count];
        for (var i = 0; i < mask.Length; i += 10) mask[i] = 1;
        return new Pattern(shape, mask);
    }
}
