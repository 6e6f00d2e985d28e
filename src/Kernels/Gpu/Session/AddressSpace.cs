using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// All of a device's memory as one buffer that begins at address 0, so that a view of any tensor is made from its address:
/// no buffer object has to be looked up, and nothing is allocated.
/// </summary>
sealed class AddressSpace(Accelerator accelerator) : MemoryBuffer(accelerator, long.MaxValue / 16, 1)
{
    public ArrayView<T> View<T>(nint address, long count) where T : unmanaged => new(this, address / Interop.SizeOf<T>(), count);

    protected override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView) => throw NotABuffer();

    protected override void CopyTo(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw NotABuffer();

    protected override void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw NotABuffer();

    /// <summary>It owns nothing.</summary>
    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }

    static NotSupportedException NotABuffer() => new("Bytes are copied through the device's memory, not through the address space.");
}
