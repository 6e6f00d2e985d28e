namespace SparseGen;

/// <summary>The number format of stored elements.</summary>
public enum DType : byte
{
    Float32,
    Float64,

    /// <summary>Storage only: files are read and written in it; kernels for it come with mixed precision.</summary>
    Float16,
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
        DType.Float16 => 2,
        DType.UInt8 => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown DType."),
    };
}
