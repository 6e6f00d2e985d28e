using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>An opened device, which executes kernels in the order of their launches.</summary>
abstract class GpuSession : IDisposable
{
    /// <summary>The default number of threads per group.</summary>
    const int DefaultThreads = 256;

    readonly AddressSpace _addresses;

    /// <param name="multiprocessors">the number for which work is divided</param>
    protected GpuSession(Accelerator accelerator, int multiprocessors)
    {
        Multiprocessors = multiprocessors;
        MostThreads = accelerator.MaxNumThreadsPerGroup;
        Threads = Math.Min(DefaultThreads, MostThreads);
        _addresses = new AddressSpace(accelerator);
    }

    /// <summary>The number of multiprocessors, on each of which at least one group runs at a time. Work is divided according to it.</summary>
    public int Multiprocessors { get; }

    /// <summary>The most threads of a group.</summary>
    public int MostThreads { get; }

    /// <summary>Whether there are tensor cores that multiply TF32 and BFloat16: compute capability 8.0.</summary>
    public abstract bool HasTensorCores { get; }

    /// <summary>The default number of threads per group, a power of two.</summary>
    public int Threads { get; }

    /// <summary>The number of launches so far.</summary>
    public long Launches { get; private set; }

    /// <summary>The types of the jobs launched so far.</summary>
    public abstract IEnumerable<Type> Loaded { get; }

    /// <summary>Memory in the form that a kernel takes.</summary>
    public ArrayView<T> View<T>(nint address, long count) where T : unmanaged => _addresses.View<T>(address, count);

    /// <summary>All memory, from address 0, for kernels that read the addresses of tensors from a table.</summary>
    public ArrayView<float> AllMemory => _addresses.View<float>(0, long.MaxValue / 64);

    /// <summary>Queues a job for groups of the given number of threads.</summary>
    public void Launch<TJob>(in TJob job, Index3D groups, int threads) where TJob : struct, IGpuJob
    {
        Launches++;
        Queue(job, groups, threads);
    }

    /// <summary>Queues a job for a one-dimensional grid of groups.</summary>
    public void Launch<TJob>(in TJob job, int groups, int threads) where TJob : struct, IGpuJob => Launch(job, new Index3D(groups, 1, 1), threads);

    /// <summary>Queues a job with at least <paramref name="count"/> threads, in groups of the default size.</summary>
    public void LaunchOver<TJob>(in TJob job, long count) where TJob : struct, IGpuJob
    {
        if (count == 0) return;
        Launch(job, checked((int)((count + Threads - 1) / Threads)), Threads);
    }

    /// <summary>Waits until all queued work is done.</summary>
    public abstract void Synchronize();

    /// <inheritdoc cref="Launch{TJob}(in TJob, Index3D, int)"/>
    protected abstract void Queue<TJob>(in TJob job, Index3D groups, int threads) where TJob : struct, IGpuJob;

    public virtual void Dispose() => _addresses.Dispose();
}
