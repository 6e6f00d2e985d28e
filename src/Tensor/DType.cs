namespace SparseGen;

/// <summary>The number format of stored elements.</summary>
public enum DType : byte
{
    Float32,
    Float64,

    /// <summary>Of files only; there are no kernels for it.</summary>
    Float16,

    /// <summary>Of activations and their gradients; see <see cref="SparseGen.BFloat16"/>.</summary>
    BFloat16,

    /// <summary>Of files only; see <see cref="SparseGen.Float8E4M3"/>.</summary>
    Float8E4M3,

    /// <summary>Of files only; see <see cref="SparseGen.Float8E5M2"/>.</summary>
    Float8E5M2,
    UInt8,
    Int32,
    Int64,
}

public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType type) => type switch
    {
        DType.Float32 or DType.Int32 => 4,
        DType.Float64 or DType.Int64 => 8,
        DType.Float16 or DType.BFloat16 => 2,
        DType.UInt8 or DType.Float8E4M3 or DType.Float8E5M2 => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown DType."),
    };

    /// <summary>The format of a C# element type.</summary>
    /// <exception cref="NotSupportedException">No number format has that element type.</exception>
    public static DType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32 :
        typeof(T) == typeof(double) ? DType.Float64 :
        typeof(T) == typeof(Half) ? DType.Float16 :
        typeof(T) == typeof(BFloat16) ? DType.BFloat16 :
        typeof(T) == typeof(Float8E4M3) ? DType.Float8E4M3 :
        typeof(T) == typeof(Float8E5M2) ? DType.Float8E5M2 :
        typeof(T) == typeof(byte) ? DType.UInt8 :
        typeof(T) == typeof(int) ? DType.Int32 :
        typeof(T) == typeof(long) ? DType.Int64 :
        throw new NotSupportedException($"{typeof(T).Name} is not an element type of tensors.");
}
