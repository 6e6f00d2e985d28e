namespace SparseGen.Kernels.Gpu;

/// <summary>Every operation as ILGPU kernels, queued on the session's stream: calls return before the work is done.</summary>
sealed partial class GpuKernels : IKernels, IDisposable
{
    /// <summary>The lanes of a warp, in bits. How work is divided beyond a warp depends on the device.</summary>
    public const int VectorBits = 32 * Warp;

    const int Warp = 32;

    /// <summary>Approximate number of groups that a multiprocessor holds at a time.</summary>
    const int GroupsPerMultiprocessor = 4;

    readonly GpuMemory _memory;
    readonly GpuSession _session;
    readonly GpuScratch _scratch;
    readonly GpuContractions _contractions;

    public GpuKernels(GpuMemory memory, ContractionPrecision precision)
    {
        _memory = memory;
        _session = memory.Session;
        _scratch = new GpuScratch(memory);
        _contractions = new GpuContractions(memory, _scratch, precision);
    }

    /// <summary>The number of groups with which the device is fully occupied.</summary>
    int WantedGroups => _session.Multiprocessors * GroupsPerMultiprocessor;

    public void Dispose() => _scratch.Dispose();
}
