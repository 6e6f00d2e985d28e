using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace SparseGen.Kernels.Gpu;

/// <summary>One opened accelerator with its stream and the kernels loaded so far, each of them once.</summary>
sealed class GpuSession : IDisposable
{
    /// <summary>Threads of a group where nothing asks for another number.</summary>
    const int UsualThreads = 256;

    readonly Context _context;
    readonly AddressSpace _addresses;
    readonly Dictionary<Type, Delegate> _kernels = [];

    GpuSession(Context context, Accelerator accelerator, int multiprocessors)
    {
        _context = context;
        Accelerator = accelerator;
        Stream = accelerator.CreateStream();
        Multiprocessors = multiprocessors;
        Threads = Math.Min(UsualThreads, accelerator.MaxNumThreadsPerGroup);
        _addresses = new AddressSpace(accelerator);
    }

    public Accelerator Accelerator { get; }

    /// <summary>Everything is queued here, in order.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>How many groups run side by side, at the least: what work is cut into.</summary>
    public int Multiprocessors { get; }

    /// <summary>Threads of a group where nothing asks for another number. A multiple of the warp.</summary>
    public int Threads { get; }

    /// <summary>Threads that a group can have.</summary>
    public int MostThreads => Accelerator.MaxNumThreadsPerGroup;

    /// <summary>The types of the jobs launched so far.</summary>
    public IEnumerable<Type> Loaded => _kernels.Keys;

    /// <param name="index">among the CUDA devices, from 0</param><param name="precision">that the device must have instructions for</param>
    /// <exception cref="DeviceException">There is no driver, no such device, it lacks the instructions, or it cannot be opened.</exception>
    public static GpuSession Cuda(int index, Precision precision)
    {
        CudaDriver.Require(index, precision);
        var context = Context.Create(builder => Ptx.Configure(builder).Cuda());
        try
        {
            var accelerator = context.CreateCudaAccelerator(index);
            return new GpuSession(context, accelerator, accelerator.NumMultiprocessors);
        }
        catch (CudaException failure)
        {
            context.Dispose();
            throw new DeviceException($"CUDA device {index} cannot be opened: {failure.Message}.", failure);
        }
    }

    /// <summary>ILGPU's simulation on the CPU: slow, for small shapes.</summary>
    /// <param name="warps">of the largest group</param>
    /// <param name="multiprocessors">how many the work is cut for; one exists</param>
    public static GpuSession Simulated(int warps, int multiprocessors)
    {
        var context = Context.Create(builder => builder.CPU(new CPUDevice(numThreadsPerWarp: 32, warps, numMultiprocessors: 1)).Optimize(OptimizationLevel.O2));
        return new GpuSession(context, context.CreateCPUAccelerator(0), multiprocessors);
    }

    /// <summary>Memory as a kernel takes it.</summary>
    public ArrayView<T> View<T>(nint address, long count) where T : unmanaged => _addresses.View<T>(address, count);

    /// <summary>Queues a job for groups of the given number of threads.</summary>
    public void Launch<TJob>(in TJob job, Index3D groups, int threads) where TJob : struct, IGpuJob
    {
        if (!_kernels.TryGetValue(typeof(TJob), out var kernel))
            _kernels.Add(typeof(TJob), kernel = Accelerator.LoadKernel<TJob>(GpuEntry.Run, TJob.Bounds));
        ((Action<AcceleratorStream, KernelConfig, TJob>)kernel)(Stream, new KernelConfig(groups, new Index3D(threads, 1, 1)), job);
    }

    /// <summary>Queues a job for a row of groups.</summary>
    public void Launch<TJob>(in TJob job, int groups, int threads) where TJob : struct, IGpuJob => Launch(job, new Index3D(groups, 1, 1), threads);

    /// <summary>Queues a job in which a thread of each number below count has something to do.</summary>
    public void LaunchOver<TJob>(in TJob job, long count) where TJob : struct, IGpuJob
    {
        if (count == 0) return;
        Launch(job, checked((int)((count + Threads - 1) / Threads)), Threads);
    }

    public void Synchronize() => Stream.Synchronize();

    public void Dispose()
    {
        _addresses.Dispose();
        Stream.Dispose();
        Accelerator.Dispose();
        _context.Dispose();
    }
}
