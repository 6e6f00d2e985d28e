using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// The whole memory of a device as one buffer that begins at address 0. A view of any tensor is made from its address, without
/// looking up a buffer object and without allocation.
/// </summary>
sealed class AddressSpace(Accelerator accelerator) : MemoryBuffer(accelerator, long.MaxValue / 16, 1)
{
    public ArrayView<T> View<T>(nint address, long count) where T : unmanaged => new(this, address / Interop.SizeOf<T>(), count);

    protected override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView) => throw NotABuffer();

    protected override void CopyTo(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw NotABuffer();

    protected override void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw NotABuffer();

    /// <summary>Empty: this buffer owns no memory.</summary>
    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }

    static NotSupportedException NotABuffer() => new("Bytes are copied through the device's memory, not through the address space.");
}
