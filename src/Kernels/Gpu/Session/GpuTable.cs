using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Numbers on the device that were computed on the host, such as the offsets of a pattern. It is not disposed: its finalizer
/// returns the memory to the pool.
/// </summary>
sealed class GpuTable<T> where T : unmanaged
{
    readonly GpuMemory _memory;
    readonly Tensor _tensor;
    readonly int _count;

    public GpuTable(GpuMemory memory, ReadOnlySpan<T> values)
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values);
        _memory = memory;
        _count = values.Length;
        _tensor = memory.AllocateTable(bytes);
        GC.AddMemoryPressure(_tensor.Count + 1);
    }

    ~GpuTable()
    {
        GC.RemoveMemoryPressure(_tensor.Count + 1);
        _memory.DeferRelease(_tensor);
    }

    public ArrayView<T> View => _memory.Session.View<T>(_tensor.Address, _count);
}
