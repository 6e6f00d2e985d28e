namespace SparseGen;

/// <summary>
/// A dense array of numbers in the memory of a device, in C order. It owns its memory (a root) or is a view of a root. A tensor
/// that is allocated while a <see cref="Scope"/> is open lives until that scope is disposed; any other until it is disposed
/// itself.
/// </summary>
public sealed class Tensor : IDisposable
{
    readonly Tensor _root;
    readonly long _byteOffset;
    nint _address;

    /// <summary>Bytes reserved in the pool; zero for views.</summary>
    internal readonly long Capacity;

    /// <summary>The scope that releases this root; null if its owner disposes it.</summary>
    internal Scope? Scope;

    internal Tensor(DeviceMemory memory, in Shape shape, DType type, nint address, long capacity)
    {
        _root = this;
        _address = address;
        Memory = memory;
        Shape = shape;
        DType = type;
        Count = shape.Count;
        Capacity = capacity;
    }

    Tensor(Tensor root, in Shape shape, long byteOffset)
    {
        _root = root;
        _byteOffset = byteOffset;
        Memory = root.Memory;
        Shape = shape;
        DType = root.DType;
        Count = shape.Count;
    }

    public DeviceMemory Memory { get; }

    /// <summary>Whether both are views of the same root, or one is the root of the other.</summary>
    public bool SharesMemoryWith(Tensor other) => _root == other._root;

    public Shape Shape { get; }

    public DType DType { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    internal Tensor Root => _root;

    public bool IsAlive => _root._address != 0;

    /// <summary>The address of the first element, in the address space of the device.</summary>
    /// <exception cref="ObjectDisposedException">The memory was released.</exception>
    public nint Address => _root._address != 0
        ? _root._address + (nint)_byteOffset
        : throw new ObjectDisposedException(nameof(Tensor), $"The memory of this {DType} tensor {Shape} was released: its scope closed (see Scope.Keep) or it was disposed.");

    /// <summary>The elements in C order, of a tensor in host memory.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not in host memory, or has another element type.</exception>
    public unsafe Span<T> Span<T>() where T : unmanaged
    {
        if (!Memory.IsHost)
            throw new InvalidOperationException("The tensor is not in host memory; download it.");
        if (DTypes.Of<T>() != DType)
            throw new InvalidOperationException($"The tensor {Shape} holds {DType}, not {typeof(T).Name}.");
        return new Span<T>((void*)Address, checked((int)Count));
    }

    /// <summary>A view of the same elements with another shape.</summary>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public Tensor Reshape(in Shape shape) => shape.Count == Count
        ? new Tensor(_root, shape, _byteOffset)
        : throw new ArgumentException($"Shape {Shape} has {Count} elements, {shape} has {shape.Count}.");

    /// <summary>Entries [start, start + count) of the outermost dimension, as a view.</summary>
    /// <exception cref="ArgumentException">The tensor is a scalar, or the entries are not all in the dimension.</exception>
    public Tensor Slice(int start, int count)
    {
        if (Shape.Rank == 0 || start < 0 || count < 0 || start > Shape[0] - count)
            throw new ArgumentException($"[{start}, {start + count}) lies outside the outermost dimension of {Shape}.");
        var stride = Shape[0] == 0 ? 0 : Count / Shape[0];
        return new Tensor(_root, Shape.With(0, count), _byteOffset + start * stride * DType.Size());
    }

    /// <summary>Copies the elements from the host, in C order.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another element type.</exception>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public void Upload<T>(ReadOnlySpan<T> source) where T : unmanaged
    {
        Check<T>(source.Length);
        Memory.Upload(System.Runtime.InteropServices.MemoryMarshal.AsBytes(source), this);
    }

    /// <summary>Copies the elements to the host, in C order, after all queued work.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another element type.</exception>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public void Download<T>(Span<T> target) where T : unmanaged
    {
        Check<T>(target.Length);
        Memory.Download(this, System.Runtime.InteropServices.MemoryMarshal.AsBytes(target));
    }

    /// <summary>A copy of the elements on the host, in C order.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another element type.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        var result = new T[Count];
        Download<T>(result);
        return result;
    }

    /// <summary>The value of a Float32 or Float64 tensor with one element.</summary>
    /// <exception cref="InvalidOperationException">The tensor has several elements, or another element type.</exception>
    public double Item()
    {
        if (Count != 1) throw new InvalidOperationException($"A tensor of shape {Shape} is not a single number.");
        if (DType == DType.Float64)
        {
            Span<double> value = stackalloc double[1];
            Download(value);
            return value[0];
        }
        Span<float> single = stackalloc float[1];
        Download(single);
        return single[0];
    }

    /// <summary>Releases the memory of a root. Disposing a view has no effect.</summary>
    public void Dispose()
    {
        if (_root != this || _address == 0) return;
        Memory.Release(this);
        _address = 0;
    }

    void Check<T>(int count) where T : unmanaged
    {
        if (DTypes.Of<T>() != DType) throw new InvalidOperationException($"The tensor {Shape} holds {DType}, not {typeof(T).Name}.");
        if (count != Count) throw new ArgumentException($"The tensor {Shape} has {Count} elements, the span has {count}.");
    }
}
