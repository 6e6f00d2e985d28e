using System.Runtime.InteropServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// The arguments of a <see cref="PairTile"/>, in the order in which the assembled code reads them. Lengths are in bytes; a step is
/// 32 terms of a sum.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct PairTileArguments
{
    /// <summary>The sums: tiles of 32 rows of 32 Float32.</summary>
    public float* Sums;

    /// <summary>From a row of sums to the next.</summary>
    public nint SumsRow;

    /// <summary>From a tile of sums to the next.</summary>
    public nint SumsTile;

    /// <summary>The left factor of the first tile.</summary>
    public byte* Left;

    /// <summary>From the left factor of a tile to that of the next.</summary>
    public nint LeftTile;

    /// <summary>From rows 0 to 15 of a left factor to rows 16 to 31.</summary>
    public nint LeftSecond;

    /// <summary>For each step the offset of its 16 rows of 32 BFloat16 in the left factor.</summary>
    public nint* LeftSteps;

    /// <summary>The right factor, for each step 16 rows of 32 pairs of BFloat16.</summary>
    public byte* Right;

    /// <summary>At least 1.</summary>
    public nint Steps;

    /// <summary>At least 1.</summary>
    public nint Tiles;

    /// <summary>0: sums are overwritten; 1: they are added to.</summary>
    public nint Accumulate;

    /// <summary>The layout of the processor's tiles, 64 bytes.</summary>
    public void* Configuration;
}
