using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>The number of warps in a group that executes a masked weight.</summary>
interface IWarps
{
    /// <summary>A power of two up to 16.</summary>
    static abstract int Count { get; }

    /// <summary>Limits a thread to 64 registers, so that a multiprocessor holds 1,024 threads.</summary>
    static KernelSpecialization Bounds<TWarps>() where TWarps : IWarps => new(32 * TWarps.Count, 32 / TWarps.Count);
}

/// <summary>For many target channels.</summary>
readonly struct Warps16 : IWarps
{
    public static int Count => 16;
}

/// <summary>For up to 64 target channels.</summary>
readonly struct Warps8 : IWarps
{
    public static int Count => 8;
}

/// <summary>For few target channels, and for simulation.</summary>
readonly struct Warps2 : IWarps
{
    public static int Count => 2;
}
