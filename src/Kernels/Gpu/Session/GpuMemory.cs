using System.Collections.Concurrent;

namespace SparseGen.Kernels.Gpu;

/// <summary>Memory of an accelerator. Disposing it also disposes its session.</summary>
abstract class GpuMemory(GpuSession session) : DeviceMemory
{
    readonly ConcurrentQueue<Tensor> _deferred = new();

    public GpuSession Session => session;

    /// <summary>False in the simulation too, so that the host's access to tensors fails there as it does with a GPU.</summary>
    public override bool IsHost => false;

    protected bool IsClosed { get; private set; }

    /// <summary>A tensor with the given bytes that belongs to no scope; released by <see cref="DeferRelease"/>.</summary>
    public Tensor AllocateTable(ReadOnlySpan<byte> bytes)
    {
        while (_deferred.TryDequeue(out var released)) released.Dispose();
        var table = AllocateOwned(new Shape(bytes.Length), DType.UInt8);
        Upload(bytes, table);
        return table;
    }

    /// <summary>Releases a tensor when the next table is allocated. May be called from any thread.</summary>
    public void DeferRelease(Tensor tensor) => _deferred.Enqueue(tensor);

    public override void Synchronize() => session.Synchronize();

    public override void Dispose()
    {
        if (IsClosed) return;
        base.Dispose();
        IsClosed = true;
        session.Dispose();
    }
}
