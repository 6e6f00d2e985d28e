using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// BackwardWeights of a dense weight on tensor cores: like <see cref="DenseWeightsJob{TTile, TElements}"/>, with slabs of sixteen words,
/// which are contiguous in shared memory. A word holds one sample in TF32, or two in BFloat16.
/// </summary>
readonly struct TensorWeightsJob<TTile, TElements>(DenseWeights<TElements> weights) : IGpuJob
    where TTile : struct, ITensorTile
    where TElements : struct, ITensorElements
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
        var samplesOfLoad = 4 * TElements.FactorsOfWord;
        var slabs = (geometry.Pixels(0) * (geometry.Batch / samplesOfLoad) + Depth / 4 - 1) / (Depth / 4);
        var slab = (int)((long)slabs * Grid.IdxZ / weights.Splits);
        var end = (int)((long)slabs * (Grid.IdxZ + 1) / weights.Splits);

        // This thread loads four words of two rows and of two columns.
        var threads = ITensorTile.Threads<TTile>();
        var place = Group.IdxX >> 2;
        var four = Group.IdxX & 3;
        var row = new GradientRow(geometry, samplesOfLoad, Grid.IdxY * TTile.Rows + place);
        var row2 = new GradientRow(geometry, samplesOfLoad, Grid.IdxY * TTile.Rows + place + threads / 4);
        var column = new GatheredRow(geometry, samplesOfLoad, Grid.IdxX * TTile.Columns + place, columns);
        var column2 = new GatheredRow(geometry, samplesOfLoad, Grid.IdxX * TTile.Columns + place + threads / 4, columns);
        var samples = new SampleIterator(geometry, samplesOfLoad, slab * (Depth / 4) + four, Depth / 4);

        var warp = Group.IdxX >> 5;
        var warpsAcross = TTile.Columns / 32;
        var warpRow = warp / warpsAcross * 32 * TTile.Blocks;
        var warpColumn = warp % warpsAcross * 32;
        TensorBlock upper = default, lower = default;
        var buffer = 0;
        var left = Words(weights.Y, row.At(samples, slab < end));
        var left2 = Words(weights.Y, row2.At(samples, slab < end));
        var right = Words(weights.X, column.At(samples, slab < end));
        var right2 = Words(weights.X, column2.At(samples, slab < end));
        for (; slab < end; slab++)
        {
            var at = buffer + place * (Stride / 4) + four;
            shared[at] = TElements.RoundFactors(left);
            shared[at + threads / 4 * (Stride / 4)] = TElements.RoundFactors(left2);
            shared[at + TTile.Rows * (Stride / 4)] = TElements.RoundFactors(right);
            shared[at + (TTile.Rows + threads / 4) * (Stride / 4)] = TElements.RoundFactors(right2);
            Group.Barrier();

            samples.MoveNext();
            var more = slab + 1 < end;
            left = Words(weights.Y, row.At(samples, more));
            left2 = Words(weights.Y, row2.At(samples, more));
            right = Words(weights.X, column.At(samples, more));
            right2 = Words(weights.X, column2.At(samples, more));
            var numbers = shared.Cast<uint>();
            var leftAt = 4 * buffer + warpRow * Stride;
            var rightAt = 4 * buffer + (TTile.Rows + warpColumn) * Stride;
            TensorBlock.Multiply<TElements>(ref upper, ref lower, TTile.Blocks, numbers, leftAt, Stride, 1, rightAt, Stride, 1);
            TensorBlock.Multiply<TElements>(ref upper, ref lower, TTile.Blocks, numbers, leftAt + 8, Stride, 1, rightAt + 8, Stride, 1);
            buffer = Stride * (TTile.Rows + TTile.Columns) / 4 - buffer;
        }
        var firstRow = Grid.IdxY * TTile.Rows + warpRow;
        var firstColumn = Grid.IdxX * TTile.Columns + warpColumn;
        Store(firstRow, firstColumn, upper);
        if (TTile.Blocks > 1) Store(firstRow + 32, firstColumn, lower);
    }

    static Float4 Words(TElements elements, int at)
    {
        var exists = at >= 0;
        var from = exists ? at : 0;
        return Float4.If(exists, elements.LoadWords(from));
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
