using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Numbers on the device that were worked out on the host, such as the offsets of a pattern. Whoever holds the table may
/// forget it: its memory goes back to the pool once the garbage collector has noticed.
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
        _memory.Abandon(_tensor);
    }

    public ArrayView<T> View => _memory.Session.View<T>(_tensor.Address, _count);
}
