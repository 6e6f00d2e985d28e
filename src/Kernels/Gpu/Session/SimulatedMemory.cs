using System.Runtime.InteropServices;

namespace SparseGen.Kernels.Gpu;

/// <summary>Memory of ILGPU's simulation, which is host memory.</summary>
sealed unsafe class SimulatedMemory(GpuSession session) : GpuMemory(session)
{
    public override void Upload(ReadOnlySpan<byte> source, Tensor target)
    {
        Session.Synchronize();
        source.CopyTo(new Span<byte>((void*)target.Address, source.Length));
    }

    public override void Download(Tensor source, Span<byte> target)
    {
        Session.Synchronize();
        new ReadOnlySpan<byte>((void*)source.Address, target.Length).CopyTo(target);
    }

    protected override nint AllocateBlock(long bytes) => (nint)NativeMemory.AlignedAlloc((nuint)bytes, HostMemory.Alignment);

    protected override void FreeBlock(nint address, long bytes) => NativeMemory.AlignedFree((void*)address);

    protected override void FillWithNaN(nint address, long bytes)
    {
        Session.Synchronize();
        NativeMemory.Fill((void*)address, (nuint)bytes, 0xff);
    }
}
