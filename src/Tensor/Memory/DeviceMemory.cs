namespace SparseGen;

/// <summary>
/// The memory of one device: a pool of blocks in size classes, and the scopes that return blocks to it. Used by one thread at a
/// time, like the device.
/// </summary>
public abstract class DeviceMemory : IDisposable
{
    /// <summary>
    /// A switch for debugging: memory that the pool of the host allocates is filled with NaN, so that reading an element before
    /// writing it is noticed.
    /// </summary>
    internal const string FillSwitch = "SparseGen.FillMemoryWithNaN";

    const int SmallestBlock = 256;

    readonly Dictionary<long, Stack<nint>> _free = [];
    readonly Stack<Scope> _idleScopes = [];
    Scope? _innermost;
    readonly bool _fills = AppContext.TryGetSwitch(FillSwitch, out var fills) && fills;
    bool _disposed;

    /// <summary>Whether the CPU can read and write the tensors in place.</summary>
    public abstract bool IsHost { get; }

    /// <summary>Bytes reserved from the system, in use or free in the pool.</summary>
    public long BytesReserved { get; private set; }

    /// <summary>Bytes of the blocks of existing tensors.</summary>
    public long BytesInUse { get; private set; }

    /// <summary>A tensor with undefined contents. It belongs to the innermost open scope, or to the caller if none is open.</summary>
    public Tensor Allocate(in Shape shape, DType type)
    {
        var tensor = AllocateOwned(shape, type);
        _innermost?.Adopt(tensor);
        return tensor;
    }

    /// <summary>
    /// A tensor with undefined contents that belongs to no scope and lives until it is disposed: a parameter, an optimizer's
    /// state.
    /// </summary>
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

    /// <summary>Opens a scope. Until it is disposed, tensors that <see cref="Allocate"/> returns belong to it.</summary>
    public Scope OpenScope()
    {
        var scope = _idleScopes.TryPop(out var idle) ? idle : new Scope(this);
        scope.Parent = _innermost;
        return _innermost = scope;
    }

    /// <summary>Copies from the host to a tensor. The lengths in bytes must be equal.</summary>
    public abstract void Upload(ReadOnlySpan<byte> source, Tensor target);

    /// <summary>A tensor that is repeatedly filled from the host. The inlet must be disposed before the memory.</summary>
    public virtual Inlet OpenInlet(in Shape shape, DType type) => new PlainInlet(AllocateOwned(shape, type));

    /// <summary>Copies a tensor to the host, after all queued work. The lengths in bytes must be equal.</summary>
    public abstract void Download(Tensor source, Span<byte> target);

    /// <summary>Waits until all queued work is complete. On the host this is always the case.</summary>
    public virtual void Synchronize()
    {
    }

    /// <summary>Frees the pool's unused blocks.</summary>
    public void Trim()
    {
        foreach (var (capacity, stack) in _free)
            while (stack.TryPop(out var address))
            {
                FreeBlock(address, capacity);
                BytesReserved -= capacity;
            }
    }

    /// <summary>Frees all unused blocks. Blocks of existing tensors are freed when the tensors are disposed.</summary>
    public virtual void Dispose()
    {
        Trim();
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    protected abstract nint AllocateBlock(long bytes);

    protected abstract void FreeBlock(nint address, long bytes);

    /// <summary>Fills a block with NaN, if the CPU can write it.</summary>
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

    /// <summary>
    /// Rounds up to 1, 1.25, 1.5 or 1.75 times a power of two, so that freed blocks can be reused and at most a fifth of a
    /// block is unused.
    /// </summary>
    static long Bucket(long bytes)
    {
        if (bytes <= SmallestBlock) return SmallestBlock;
        var quarter = (1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(bytes - 1)))) / 4;
        return (bytes + quarter - 1) / quarter * quarter;
    }
}
