using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>An ILGPU accelerator with its stream and the kernels loaded so far, each of them once.</summary>
sealed class IlgpuSession : GpuSession
{
    readonly Context _context;
    readonly Dictionary<Type, Delegate> _kernels = [];

    IlgpuSession(Context context, Accelerator accelerator, int multiprocessors) : base(accelerator, multiprocessors)
    {
        _context = context;
        Accelerator = accelerator;
        Stream = accelerator.CreateStream();
    }

    public Accelerator Accelerator { get; }

    /// <summary>The stream of all kernels and of the copies between host and device.</summary>
    public AcceleratorStream Stream { get; }

    public override bool HasTensorCores => Accelerator is CudaAccelerator { Architecture: var architecture } && 10 * architecture.Major + architecture.Minor >= TensorBlock.LeastCapability;

    public override IEnumerable<Type> Loaded => _kernels.Keys;

    /// <param name="index">among the CUDA devices, from 0</param>
    /// <param name="precision">the device must have instructions for it</param>
    /// <exception cref="DeviceException">There is no driver, no such device, it lacks the instructions, or it cannot be opened.</exception>
    public static IlgpuSession Cuda(int index, ContractionPrecision precision)
    {
        CudaDriver.Require(index, precision);
        var context = Context.Create(builder => Ptx.Configure(builder).Cuda());
        try
        {
            var accelerator = context.CreateCudaAccelerator(index);
            return new IlgpuSession(context, accelerator, accelerator.NumMultiprocessors);
        }
        catch (CudaException failure)
        {
            context.Dispose();
            throw new DeviceException($"CUDA device {index} cannot be opened: {failure.Message}.", failure);
        }
    }

    /// <summary>ILGPU's simulation on the CPU: slow, for small shapes only.</summary>
    public static IlgpuSession Simulated()
    {
        var context = Context.Create(builder => builder.CPU(new CPUDevice(numThreadsPerWarp: 32, numWarpsPerMultiprocessor: 2, numMultiprocessors: 1)).Optimize(OptimizationLevel.O2));
        return new IlgpuSession(context, context.CreateCPUAccelerator(0), multiprocessors: 1);
    }

    protected override void Queue<TJob>(in TJob job, Index3D groups, int threads)
    {
        if (!_kernels.TryGetValue(typeof(TJob), out var kernel))
            _kernels.Add(typeof(TJob), kernel = Accelerator.LoadKernel<TJob>(GpuEntry.Run, TJob.Bounds));
        ((Action<AcceleratorStream, KernelConfig, TJob>)kernel)(Stream, new KernelConfig(groups, new Index3D(threads, 1, 1)), job);
    }

    public override void Synchronize() => Stream.Synchronize();

    public override void Dispose()
    {
        base.Dispose();
        Stream.Dispose();
        Accelerator.Dispose();
        _context.Dispose();
    }
}
