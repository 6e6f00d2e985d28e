using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>An opened device: what launches kernels on it, in order.</summary>
abstract class GpuSession : IDisposable
{
    /// <summary>Threads of a group where nothing asks for another number.</summary>
    const int UsualThreads = 256;

    readonly AddressSpace _addresses;

    /// <param name="accelerator">whose memory is viewed</param><param name="multiprocessors">that the work is cut for</param>
    protected GpuSession(Accelerator accelerator, int multiprocessors)
    {
        Multiprocessors = multiprocessors;
        MostThreads = accelerator.MaxNumThreadsPerGroup;
        Threads = Math.Min(UsualThreads, MostThreads);
        _addresses = new AddressSpace(accelerator);
    }

    /// <summary>How many groups run side by side, at the least: what work is cut into.</summary>
    public int Multiprocessors { get; }

    /// <summary>Threads that a group can have.</summary>
    public int MostThreads { get; }

    /// <summary>Threads of a group where nothing asks for another number. A power of two.</summary>
    public int Threads { get; }

    /// <summary>Launches so far.</summary>
    public long Launches { get; private set; }

    /// <summary>The types of the jobs launched so far.</summary>
    public abstract IEnumerable<Type> Loaded { get; }

    /// <summary>Memory as a kernel takes it.</summary>
    public ArrayView<T> View<T>(nint address, long count) where T : unmanaged => _addresses.View<T>(address, count);

    /// <summary>All memory, from address 0: for kernels that find tensors in a table.</summary>
    public ArrayView<float> Everything => _addresses.View<float>(0, long.MaxValue / 64);

    /// <summary>Queues a job for groups of the given number of threads.</summary>
    public void Launch<TJob>(in TJob job, Index3D groups, int threads) where TJob : struct, IGpuJob
    {
        Launches++;
        Queue(job, groups, threads);
    }

    /// <summary>Queues a job for a row of groups.</summary>
    public void Launch<TJob>(in TJob job, int groups, int threads) where TJob : struct, IGpuJob => Launch(job, new Index3D(groups, 1, 1), threads);

    /// <summary>Queues a job in which a thread of each number below count has something to do.</summary>
    public void LaunchOver<TJob>(in TJob job, long count) where TJob : struct, IGpuJob
    {
        if (count == 0) return;
        Launch(job, checked((int)((count + Threads - 1) / Threads)), Threads);
    }

    /// <summary>Waits until everything queued is done.</summary>
    public abstract void Synchronize();

    /// <inheritdoc cref="Launch{TJob}(in TJob, Index3D, int)"/>
    protected abstract void Queue<TJob>(in TJob job, Index3D groups, int threads) where TJob : struct, IGpuJob;

    public virtual void Dispose() => _addresses.Dispose();
}
