using System.Runtime.InteropServices;

namespace SparseGen;

/// <summary>The main memory, in blocks aligned to 64 bytes: one cache line, and the widest vector.</summary>
public sealed unsafe class HostMemory : DeviceMemory
{
    public const int Alignment = 64;

    public override bool IsHost => true;

    public override void Upload(ReadOnlySpan<byte> source, Tensor target) => source.CopyTo(Bytes(target));

    public override void Download(Tensor source, Span<byte> target) => Bytes(source).CopyTo(target);

    protected override nint AllocateBlock(long bytes) => (nint)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);

    protected override void FreeBlock(nint address, long bytes) => NativeMemory.AlignedFree((void*)address);

    /// <summary>Bytes 0xff, which are NaN in Float32 and in Float64.</summary>
    protected override void FillWithNaN(nint address, long bytes) => NativeMemory.Fill((void*)address, (nuint)bytes, 0xff);

    static Span<byte> Bytes(Tensor tensor) => new((void*)tensor.Address, checked((int)(tensor.Count * tensor.DType.Size())));
}
