using System.Runtime.InteropServices;
using SparseGen.Kernels.Gpu;

namespace SparseGen.Tests.Gpu.Interpreter;

/// <summary>Memory of interpreted kernels, which may touch nothing but its blocks.</summary>
sealed unsafe class PtxMemory(GpuSession session) : GpuMemory(session)
{
    /// <summary>Beginnings and lengths in bytes.</summary>
    readonly SortedList<nint, long> _blocks = [];

    public override void Upload(ReadOnlySpan<byte> source, Tensor target) => source.CopyTo(new Span<byte>((void*)target.Address, source.Length));

    public override void Download(Tensor source, Span<byte> target) => new ReadOnlySpan<byte>((void*)source.Address, target.Length).CopyTo(target);

    /// <summary>Bytes that a kernel reads or writes.</summary>
    public Span<byte> Access(ulong address, int count, string instruction)
    {
        var (low, high) = (0, _blocks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if ((ulong)_blocks.Keys[middle] <= address) low = middle + 1;
            else high = middle;
        }
        if (low == 0 || address + (ulong)count > (ulong)_blocks.Keys[low - 1] + (ulong)_blocks.Values[low - 1])
            throw new InvalidOperationException($"A kernel reaches outside the device's memory: {instruction}");
        return new Span<byte>((void*)address, count);
    }

    protected override nint AllocateBlock(long bytes)
    {
        var address = (nint)NativeMemory.AlignedAlloc((nuint)bytes, HostMemory.Alignment);
        _blocks.Add(address, bytes);
        return address;
    }

    protected override void FreeBlock(nint address, long bytes)
    {
        _blocks.Remove(address);
        NativeMemory.AlignedFree((void*)address);
    }
}
