using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

sealed class TrainingStepTests
{
    const int Steps = 1000;

    [Test]
    public void A_step_allocates_little_managed_memory_and_reserves_no_native_memory([ValueSource(typeof(Zoo), nameof(Zoo.All))] Zoo.Entry entry, [Values] bool masked)
    {
        using var device = Device.Host(threads: 2);
        var image = new Shape(1, 16, 16);
        using var model = entry.Create(device, image, 64);
        var steps = Steps / model.BatchesPerStep;
        if (masked) model.Apply(Zoo.Masks(model));
        using var images = device.AllocateOwned(new Shape(1, 16, 16, 16));
        device.Kernels.Uniform(RandomStream.For(0, "images"), images);
        for (var step = 0; step < 3; step++) model.Step(images, new StepRandom(7, (ulong)step));

        // What other tests left behind is not this one's garbage.
        GC.Collect();
        var (bytes, collections, reserved) = (GC.GetAllocatedBytesForCurrentThread(), GC.CollectionCount(2), device.Memory.BytesReserved);
        for (var step = 3; step < steps; step++) model.Step(images, new StepRandom(7, (ulong)step));
        var each = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (steps - 3);
        TestContext.Out.WriteLine($"{each:N0} bytes a step");

        Assert.That(each, Is.LessThanOrEqualTo(entry.Kilobytes * 1024));
        Assert.That(GC.CollectionCount(2), Is.EqualTo(collections), "gen-2 collections");
        Assert.That(device.Memory.BytesReserved, Is.EqualTo(reserved), "native bytes");
    }
}
