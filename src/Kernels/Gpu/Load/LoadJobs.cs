using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>Multiply-adds in registers, in 64 independent chains per thread: after r rounds each sum is r times the product.</summary>
readonly struct MultiplyAddLoad(ArrayView<float> sums, int rounds, float left, float right) : IGpuJob
{
    public const int Threads = 256;

    /// <summary>Floating-point operations per thread and round.</summary>
    public const int Flops = 2 * 2 * 64;

    /// <summary>Two groups per multiprocessor.</summary>
    public static KernelSpecialization Bounds => new(Threads, 2);

    public void Execute()
    {
        RegisterTile tile = default;
        var (a, p) = (new Float4(left), new Float4(right));
        for (var round = 0; round < rounds; round++)
        {
            tile.Add(a, a, p, p);
            tile.Add(a, a, p, p);
        }
        sums[Grid.IdxX * Group.DimX + Group.IdxX] =
            Sum(tile.R0) + Sum(tile.R1) + Sum(tile.R2) + Sum(tile.R3) + Sum(tile.R4) + Sum(tile.R5) + Sum(tile.R6) + Sum(tile.R7);
    }

    static float Sum(Sums8 row) => row.P.X + row.P.Y + row.P.Z + row.P.W + row.Q.X + row.Q.Y + row.Q.Z + row.Q.W;
}

/// <summary>Products on tensor cores with operands in registers, eight blocks of 16×8 sums per warp.</summary>
/// <param name="left">a word of the left operand</param>
/// <param name="right">a word of the right operand</param>
readonly struct TensorLoad<TElements>(ArrayView<float> sums, int rounds, uint left, uint right) : IGpuJob where TElements : struct, ITensorElements
{
    public const int Threads = 256;

    /// <summary>Floating-point operations per warp and round.</summary>
    public static int Flops => 2 * 8 * 16 * 8 * 8 * TElements.FactorsOfWord;

    public static int LeastCapability => TensorBlock.LeastCapability;

    public static KernelSpecialization Bounds => new(Threads, 2);

    public void Execute()
    {
        TensorBlock block = default;
        for (var round = 0; round < rounds; round++) block.Multiply<TElements>(left, right);
        sums[Grid.IdxX * Group.DimX + Group.IdxX] =
            Sum(block.A0) + Sum(block.A1) + Sum(block.A2) + Sum(block.A3) + Sum(block.B0) + Sum(block.B1) + Sum(block.B2) + Sum(block.B3);
    }

    static float Sum(Float4 sums) => sums.X + sums.Y + sums.Z + sums.W;
}
