namespace SparseGen.Kernels.Gpu;

/// <summary>Every operation as ILGPU kernels, queued on the session's stream: calls return before the work is done.</summary>
sealed partial class GpuKernels : IKernels, IDisposable
{
    /// <summary>The lanes of a warp; how a device shares out work beyond that is its own.</summary>
    public const int VectorBits = 32 * Warp;

    const int Warp = 32;

    /// <summary>Groups that a multiprocessor holds at a time, about.</summary>
    const int Resident = 4;

    readonly GpuMemory _memory;
    readonly GpuSession _session;
    readonly GpuScratch _scratch;
    readonly GpuContractions _contractions;

    public GpuKernels(GpuMemory memory, Precision precision)
    {
        _memory = memory;
        _session = memory.Session;
        _scratch = new GpuScratch(memory);
        _contractions = new GpuContractions(memory, _scratch, precision);
    }

    /// <summary>Groups that keep the device busy.</summary>
    int WantedGroups => _session.Multiprocessors * Resident;

    public void Dispose() => _scratch.Dispose();
}
