using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// BackwardWeights of a dense weight on tensor cores: like <see cref="DenseWeightsJob{TTile}"/>, with operands rounded to TF32
/// and slabs of sixteen samples, which are contiguous in shared memory.
/// </summary>
readonly struct TensorWeightsJob<TTile>(DenseWeights weights) : IGpuJob where TTile : struct, ITensorTile
{
    const int Depth = 16;

    /// <summary>The stride between the rows of an operand in shared memory, with which the lanes of a fragment access each bank once.</summary>
    const int Stride = Depth + 4;

    public static int LeastCapability => TensorBlock.LeastCapability;

    public static KernelSpecialization Bounds => ITensorTile.Bounds<TTile>();

    public void Execute()
    {
        var shared = SharedMemory.Allocate<Float4>(2 * Stride * (TTile.Rows + TTile.Columns) / 4);
        var geometry = weights.Geometry;
        var columns = weights.Columns;
        var slabs = (geometry.Pixels(0) * geometry.Batch + Depth - 1) / Depth;
        var slab = (int)((long)slabs * Grid.IdxZ / weights.Splits);
        var end = (int)((long)slabs * (Grid.IdxZ + 1) / weights.Splits);

        // This thread loads four samples of two rows and of two columns.
        var threads = ITensorTile.Threads<TTile>();
        var place = Group.IdxX >> 2;
        var four = Group.IdxX & 3;
        var row = new GradientRow(geometry, Grid.IdxY * TTile.Rows + place);
        var row2 = new GradientRow(geometry, Grid.IdxY * TTile.Rows + place + threads / 4);
        var column = new GatheredRow(geometry, Grid.IdxX * TTile.Columns + place, columns);
        var column2 = new GatheredRow(geometry, Grid.IdxX * TTile.Columns + place + threads / 4, columns);
        var samples = new SampleIterator(geometry, slab * (Depth / 4) + four, Depth / 4);

        var warp = Group.IdxX >> 5;
        var warpsAcross = TTile.Columns / 32;
        var warpRow = warp / warpsAcross * 32 * TTile.Blocks;
        var warpColumn = warp % warpsAcross * 32;
        TensorBlock upper = default, lower = default;
        var buffer = 0;
        var left = row.Load(weights.Y, samples, slab < end);
        var left2 = row2.Load(weights.Y, samples, slab < end);
        var right = column.Load(weights.X, samples, slab < end);
        var right2 = column2.Load(weights.X, samples, slab < end);
        for (; slab < end; slab++)
        {
            var at = buffer + place * (Stride / 4) + four;
            shared[at] = TensorBlock.Round(left);
            shared[at + threads / 4 * (Stride / 4)] = TensorBlock.Round(left2);
            shared[at + TTile.Rows * (Stride / 4)] = TensorBlock.Round(right);
            shared[at + (TTile.Rows + threads / 4) * (Stride / 4)] = TensorBlock.Round(right2);
            Group.Barrier();

            samples.MoveNext();
            var more = slab + 1 < end;
            left = row.Load(weights.Y, samples, more);
            left2 = row2.Load(weights.Y, samples, more);
            right = column.Load(weights.X, samples, more);
            right2 = column2.Load(weights.X, samples, more);
            var numbers = shared.Cast<uint>();
            var leftAt = 4 * buffer + warpRow * Stride;
            var rightAt = 4 * buffer + (TTile.Rows + warpColumn) * Stride;
            TensorBlock.Multiply(ref upper, ref lower, TTile.Blocks, numbers, leftAt, Stride, 1, rightAt, Stride, 1);
            TensorBlock.Multiply(ref upper, ref lower, TTile.Blocks, numbers, leftAt + 8, Stride, 1, rightAt + 8, Stride, 1);
            buffer = Stride * (TTile.Rows + TTile.Columns) / 4 - buffer;
        }
        var firstRow = Grid.IdxY * TTile.Rows + warpRow;
        var firstColumn = Grid.IdxX * TTile.Columns + warpColumn;
        Store(firstRow, firstColumn, upper);
        if (TTile.Blocks > 1) Store(firstRow + 32, firstColumn, lower);
    }

    void Store(int row, int column, TensorBlock block)
    {
        row += (Group.IdxX & 31) >> 2;
        column += 2 * (Group.IdxX & 3);
        Store(row, column, block.A0, block.B0);
        Store(row, column + 8, block.A1, block.B1);
        Store(row, column + 16, block.A2, block.B2);
        Store(row, column + 24, block.A3, block.B3);
    }

    void Store(int row, int column, Float4 upper, Float4 lower)
    {
        weights.Store(row, column, upper.X, upper.Y);
        weights.Store(row + 8, column, upper.Z, upper.W);
        weights.Store(row + 16, column, lower.X, lower.Y);
        weights.Store(row + 24, column, lower.Z, lower.W);
    }
}
