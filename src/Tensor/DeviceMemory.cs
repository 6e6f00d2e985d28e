namespace SparseGen;

/// <summary>
/// The memory of one device: a pool of size-bucketed blocks, and the scopes that give them back.
/// Used by one thread at a time, as the device itself is.
/// </summary>
public abstract class DeviceMemory : IDisposable
{
    /// <summary>Debug mode: what the pool of the host hands out is filled with NaN, so that nothing that is read before it is written stays unseen.</summary>
    internal const string FillSwitch = "SparseGen.FillMemoryWithNaN";

    const int SmallestBlock = 256;

    readonly Dictionary<long, Stack<nint>> _free = [];
    readonly Stack<Scope> _idleScopes = [];
    Scope? _innermost;
    readonly bool _fills = AppContext.TryGetSwitch(FillSwitch, out var fills) && fills;
    bool _disposed;

    /// <summary>Whether the CPU can read and write the tensors in place.</summary>
    public abstract bool IsHost { get; }

    /// <summary>Bytes held from the system, used or waiting in the pool.</summary>
    public long BytesReserved { get; private set; }

    /// <summary>Bytes of tensors alive now.</summary>
    public long BytesInUse { get; private set; }

    /// <summary>A tensor with undefined contents. It belongs to the innermost open scope, or to the caller if none is open.</summary>
    public Tensor Allocate(in Shape shape, DType type)
    {
        var tensor = AllocateOwned(shape, type);
        _innermost?.Adopt(tensor);
        return tensor;
    }

    /// <summary>A tensor with undefined contents that outlives every scope: parameters, optimizer state.</summary>
    public Tensor AllocateOwned(in Shape shape, DType type)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var capacity = Bucket(Math.Max(1, shape.Count) * type.Size());
        if (!_free.TryGetValue(capacity, out var stack)) _free.Add(capacity, stack = []);
        if (!stack.TryPop(out var address))
        {
            address = AllocateBlock(capacity);
            BytesReserved += capacity;
        }
        BytesInUse += capacity;
        if (_fills) FillWithNaN(address, capacity);
        return new Tensor(this, shape, type, address, capacity);
    }

    /// <summary>Opens a scope: until it is disposed, tensors allocated here belong to it.</summary>
    public Scope OpenScope()
    {
        var scope = _idleScopes.TryPop(out var idle) ? idle : new Scope(this);
        scope.Parent = _innermost;
        return _innermost = scope;
    }

    /// <summary>Copies bytes from the host into a tensor of that many bytes.</summary>
    public abstract void Upload(ReadOnlySpan<byte> source, Tensor target);

    /// <summary>A tensor that is filled from the host again and again. Disposed before the memory.</summary>
    public virtual Inlet OpenInlet(in Shape shape, DType type) => new PlainInlet(AllocateOwned(shape, type));

    /// <summary>Copies a tensor's bytes to the host, when everything queued before is done.</summary>
    public abstract void Download(Tensor source, Span<byte> target);

    /// <summary>Waits until everything queued before is done; on the host that is always so.</summary>
    public virtual void Synchronize()
    {
    }

    /// <summary>Gives the pool's unused blocks back to the system.</summary>
    public void Trim()
    {
        foreach (var (capacity, stack) in _free)
            while (stack.TryPop(out var address))
            {
                FreeBlock(address, capacity);
                BytesReserved -= capacity;
            }
    }

    /// <summary>Returns every unused block. Tensors still alive keep theirs until they are disposed.</summary>
    public virtual void Dispose()
    {
        Trim();
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    protected abstract nint AllocateBlock(long bytes);

    protected abstract void FreeBlock(nint address, long bytes);

    /// <summary>Makes every number of a block NaN, where the CPU can write it.</summary>
    protected virtual void FillWithNaN(nint address, long bytes)
    {
    }

    internal void Release(Tensor root)
    {
        BytesInUse -= root.Capacity;
        if (_disposed)
        {
            FreeBlock(root.Address, root.Capacity);
            BytesReserved -= root.Capacity;
        }
        else _free[root.Capacity].Push(root.Address);
    }

    internal void Close(Scope scope)
    {
        if (_innermost != scope)
            throw new InvalidOperationException("Scopes close in the reverse order of their opening.");
        _innermost = scope.Parent;
        _idleScopes.Push(scope);
    }

    /// <summary>Rounds up to 1, 1.25, 1.5 or 1.75 times a power of two, so that blocks fit again and at most a fifth is wasted.</summary>
    static long Bucket(long bytes)
    {
        if (bytes <= SmallestBlock) return SmallestBlock;
        var quarter = (1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(bytes - 1)))) / 4;
        return (bytes + quarter - 1) / quarter * quarter;
    }
}
