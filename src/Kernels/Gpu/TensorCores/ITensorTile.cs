using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>The part of a product that a group computes on tensor cores, in blocks of 32×32 elements per warp.</summary>
interface ITensorTile
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <summary>Blocks per warp, stacked vertically.</summary>
    static abstract int Blocks { get; }

    static int Threads<TTile>() where TTile : ITensorTile => TTile.Rows * TTile.Columns / (32 * TTile.Blocks);

    /// <summary>Limits a thread to 128 registers, so that a multiprocessor holds 512 threads.</summary>
    static KernelSpecialization Bounds<TTile>() where TTile : ITensorTile => new(Threads<TTile>(), 512 / Threads<TTile>());
}

/// <summary>For large products.</summary>
readonly struct TensorTile128 : ITensorTile
{
    public static int Rows => 128;

    public static int Columns => 128;

    public static int Blocks => 2;
}

/// <summary>For small products.</summary>
readonly struct TensorTile64 : ITensorTile
{
    public static int Rows => 64;

    public static int Columns => 64;

    public static int Blocks => 1;
}
