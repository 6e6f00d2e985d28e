using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>The part of a product that a group computes: 8×8 elements per thread, so Rows · Columns / 64 threads.</summary>
interface ITile
{
    /// <summary>64 or 128</summary>
    static abstract int Rows { get; }

    /// <summary>64 or 128</summary>
    static abstract int Columns { get; }

    /// <summary>Limits a thread to 128 registers, so that a multiprocessor holds 512 threads.</summary>
    static KernelSpecialization Bounds<TTile>() where TTile : ITile => new(TTile.Rows * TTile.Columns / 64, 512 * 64 / (TTile.Rows * TTile.Columns));
}

/// <summary>For large products: the least memory traffic.</summary>
readonly struct Tile128x128 : ITile
{
    public static int Rows => 128;

    public static int Columns => 128;
}

/// <summary>For products with few rows, and where more groups are needed.</summary>
readonly struct Tile64x128 : ITile
{
    public static int Rows => 64;

    public static int Columns => 128;
}

/// <summary>For small products.</summary>
readonly struct Tile64x64 : ITile
{
    public static int Rows => 64;

    public static int Columns => 64;
}
