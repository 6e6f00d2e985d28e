using ILGPU;
using ILGPU.Runtime.CPU;
using SparseGen.Kernels;
using SparseGen.Kernels.Gpu;
using SparseGen.Models;
using SparseGen.Tests.Gpu.Interpreter;
using Device = SparseGen.Kernels.Device;

namespace SparseGen.Tests.Gpu;

/// <summary>How many kernels a training step asks a GPU for: each costs some microseconds before it computes anything.</summary>
sealed class LaunchTests
{
    /// <summary>50 contractions, of which many are packed and summed from parts, and what lies between them.</summary>
    const int MostLaunches = 230;

    [Test]
    public void A_step_of_the_dcgan_takes_few_launches([Values("float32", "bfloat16")] string precision)
    {
        using var context = Context.Create(builder => builder.CPU(new CPUDevice(numThreadsPerWarp: 32, numWarpsPerMultiprocessor: 16, numMultiprocessors: 1)));
        using var views = context.CreateCPUAccelerator(0);
        var session = new CountingSession(views);
        using var device = Device.Accelerated("counting", new PtxMemory(session), ContractionPrecision.Float32);
        using var model = new Dcgan(device, seed: 1) { Precision = Precision.Named(precision)! };
        using var images = device.AllocateOwned(new Shape(3, 32, 32, 64));
        model.Step(images, new StepRandom(1, 0));
        var before = session.Launches;
        model.Step(images, new StepRandom(1, 1));
        Assert.That(session.Launches - before, Is.InRange(1, MostLaunches));
    }

    /// <summary>Counts what a GPU of 132 multiprocessors is asked for, and computes nothing.</summary>
    sealed class CountingSession(CPUAccelerator views) : GpuSession(views, multiprocessors: 132)
    {
        public override bool HasTensorCores => true;

        public override IEnumerable<Type> Loaded => [];

        public override void Synchronize()
        {
        }

        protected override void Queue<TJob>(in TJob job, Index3D groups, int threads)
        {
        }
    }
}
