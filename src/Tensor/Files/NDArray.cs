using System.Runtime.InteropServices;

namespace SparseGen;

/// <summary>An array in managed memory, in C order, as read from and written to files. Computations use <see cref="Tensor"/>.</summary>
public sealed class NDArray
{
    readonly byte[] _bytes;

    /// <summary>An array of zeros.</summary>
    public NDArray(in Shape shape, DType type) : this(shape, type, new byte[checked((int)(shape.Count * type.Size()))])
    {
    }

    /// <summary>An array of the given little-endian bytes, which are not copied.</summary>
    /// <exception cref="ArgumentException">The number of bytes does not fit shape and type.</exception>
    public NDArray(in Shape shape, DType type, byte[] bytes)
    {
        if (bytes.Length != shape.Count * type.Size())
            throw new ArgumentException($"A {type} array {shape} needs {shape.Count * type.Size():N0} bytes, not {bytes.Length:N0}.");
        Shape = shape;
        DType = type;
        _bytes = bytes;
    }

    public Shape Shape { get; }

    public DType DType { get; }

    /// <summary>The number of elements.</summary>
    public int Count => _bytes.Length / DType.Size();

    /// <summary>The elements' little-endian bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>An array with a copy of the values, in C order.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static NDArray Of<T>(in Shape shape, ReadOnlySpan<T> values) where T : unmanaged =>
        new(shape, DTypes.Of<T>(), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements in C order, which can be written.</summary>
    /// <exception cref="InvalidOperationException">The array has another element type.</exception>
    public Span<T> As<T>() where T : unmanaged => DTypes.Of<T>() == DType
        ? MemoryMarshal.Cast<byte, T>(_bytes.AsSpan())
        : throw new InvalidOperationException($"The array {Shape} holds {DType}, not {typeof(T).Name}.");

    /// <summary>The elements converted to Float32.</summary>
    public float[] ToSingle() => Convert<float>();

    /// <summary>The elements converted to Float64.</summary>
    public double[] ToDouble() => Convert<double>();

    T[] Convert<T>() where T : unmanaged, System.Numerics.INumberBase<T> => DType switch
    {
        DType.Float32 => Convert<float, T>(),
        DType.Float64 => Convert<double, T>(),
        DType.Float16 => Convert<Half, T>(),
        DType.BFloat16 => Widen<BFloat16, T>(static value => value),
        DType.Float8E4M3 => Widen<Float8E4M3, T>(static value => value),
        DType.Float8E5M2 => Widen<Float8E5M2, T>(static value => value),
        DType.UInt8 => Convert<byte, T>(),
        DType.Int32 => Convert<int, T>(),
        DType.Int64 => Convert<long, T>(),
        _ => throw new NotSupportedException($"{DType} has no conversion."),
    };

    TTo[] Widen<TFrom, TTo>(Func<TFrom, float> toSingle)
        where TFrom : unmanaged
        where TTo : unmanaged, System.Numerics.INumberBase<TTo> =>
        Array.ConvertAll(As<TFrom>().ToArray(), value => TTo.CreateTruncating(toSingle(value)));

    TTo[] Convert<TFrom, TTo>()
        where TFrom : unmanaged, System.Numerics.INumberBase<TFrom>
        where TTo : unmanaged, System.Numerics.INumberBase<TTo>
    {
        var source = As<TFrom>();
        var result = new TTo[source.Length];
        for (var i = 0; i < result.Length; i++) result[i] = TTo.CreateTruncating(source[i]);
        return result;
    }
}
