using System.Collections.Concurrent;

namespace SparseGen.Kernels.Gpu;

/// <summary>Memory of an accelerator. Closes its session when disposed.</summary>
abstract class GpuMemory(GpuSession session) : DeviceMemory
{
    readonly ConcurrentQueue<Tensor> _abandoned = new();

    public GpuSession Session => session;

    /// <summary>False also where a CPU simulates: what a GPU forbids shall fail there too.</summary>
    public override bool IsHost => false;

    protected bool IsClosed { get; private set; }

    /// <summary>Bytes that outlive scopes, until they are abandoned.</summary>
    public Tensor AllocateTable(ReadOnlySpan<byte> bytes)
    {
        while (_abandoned.TryDequeue(out var forgotten)) forgotten.Dispose();
        var table = AllocateOwned(new Shape(bytes.Length), DType.UInt8);
        Upload(bytes, table);
        return table;
    }

    /// <summary>Gives a tensor back when the next table is allocated. May be called from any thread.</summary>
    public void Abandon(Tensor tensor) => _abandoned.Enqueue(tensor);

    public override void Synchronize() => session.Synchronize();

    public override void Dispose()
    {
        if (IsClosed) return;
        base.Dispose();
        IsClosed = true;
        session.Dispose();
    }
}
