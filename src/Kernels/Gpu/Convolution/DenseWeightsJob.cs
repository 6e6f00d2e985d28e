using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// BackwardWeights of a dense weight: a product of the output gradient (out, pixels · batch) with the gathered matrix (in ·
/// taps, pixels · batch) in tiles, summed over pixels and samples. Groups: (tiles of columns, tiles of rows, splits). A slab is
/// eight samples of a pixel; both operands are transposed when they are stored in shared memory.
/// </summary>
readonly struct DenseWeightsJob<TTile, TElements>(DenseWeights<TElements> weights) : IGpuJob
    where TTile : struct, ITile
    where TElements : struct, IElements
{
    const int Depth = 8;

    /// <summary>Samples that a thread loads at a time.</summary>
    const int Samples = 4;

    /// <summary>Unused floats between the rows of an operand in shared memory, so that the stores of a transposition access each bank once.</summary>
    const int Padding = 4;

    public static KernelSpecialization Bounds => ITile.Bounds<TTile>();

    public void Execute()
    {
        var leftStride = TTile.Rows + Padding;
        var rightStride = TTile.Columns + Padding;
        var shared = SharedMemory.Allocate<Float4>(2 * Depth * (TTile.Rows + TTile.Columns + 2 * Padding) / 4);
        var geometry = weights.Geometry;
        var slabs = geometry.Pixels(0) * (geometry.Batch / Depth);
        var slab = (int)((long)slabs * Grid.IdxZ / weights.Splits);
        var end = (int)((long)slabs * (Grid.IdxZ + 1) / weights.Splits);

        // This thread loads four samples of one or two rows and columns, the second half a tile further.
        var threads = TTile.Rows * TTile.Columns / 64;
        var half = Group.IdxX & 1;
        var place = Group.IdxX >> 1;
        var row = new GradientRow(geometry, Samples, Grid.IdxY * TTile.Rows + place);
        var row2 = new GradientRow(geometry, Samples, Grid.IdxY * TTile.Rows + place + threads / 2);
        var column = new GatheredRow(geometry, Samples, Grid.IdxX * TTile.Columns + place, weights.Columns);
        var column2 = new GatheredRow(geometry, Samples, Grid.IdxX * TTile.Columns + place + threads / 2, weights.Columns);
        var samples = new SampleIterator(geometry, Samples, 2 * slab + half, 2);

        var tile = new TileThread(TTile.Columns);
        var sums = default(RegisterTile);
        var buffer = 0;
        var more = slab < end;
        Float4 left = GatheredColumn.Load(weights.Y, row.At(samples, more)), left2 = default, right = GatheredColumn.Load(weights.X, column.At(samples, more)), right2 = default;
        if (threads < 2 * TTile.Rows) left2 = GatheredColumn.Load(weights.Y, row2.At(samples, more));
        if (threads < 2 * TTile.Columns) right2 = GatheredColumn.Load(weights.X, column2.At(samples, more));
        for (; slab < end; slab++)
        {
            var floats = shared.Cast<float>();
            StoreTransposed(floats, buffer + 4 * half * leftStride + place, leftStride, left);
            if (threads < 2 * TTile.Rows) StoreTransposed(floats, buffer + 4 * half * leftStride + place + threads / 2, leftStride, left2);
            StoreTransposed(floats, buffer + Depth * leftStride + 4 * half * rightStride + place, rightStride, right);
            if (threads < 2 * TTile.Columns) StoreTransposed(floats, buffer + Depth * leftStride + 4 * half * rightStride + place + threads / 2, rightStride, right2);
            Group.Barrier();

            samples.MoveNext();
            more = slab + 1 < end;
            left = GatheredColumn.Load(weights.Y, row.At(samples, more));
            if (threads < 2 * TTile.Rows) left2 = GatheredColumn.Load(weights.Y, row2.At(samples, more));
            right = GatheredColumn.Load(weights.X, column.At(samples, more));
            if (threads < 2 * TTile.Columns) right2 = GatheredColumn.Load(weights.X, column2.At(samples, more));
            tile.Multiply(ref sums, shared, buffer >> 2, leftStride / 4, TTile.Rows / 8, (buffer + Depth * leftStride) >> 2, rightStride / 4, TTile.Columns / 8);
            buffer = Depth * (leftStride + rightStride) - buffer;
        }
        var firstRow = Grid.IdxY * TTile.Rows + 4 * tile.Row;
        var firstColumn = Grid.IdxX * TTile.Columns + 4 * tile.Column;
        Store(firstRow, firstColumn, sums.R0);
        Store(firstRow + 1, firstColumn, sums.R1);
        Store(firstRow + 2, firstColumn, sums.R2);
        Store(firstRow + 3, firstColumn, sums.R3);
        firstRow += TTile.Rows / 2;
        Store(firstRow, firstColumn, sums.R4);
        Store(firstRow + 1, firstColumn, sums.R5);
        Store(firstRow + 2, firstColumn, sums.R6);
        Store(firstRow + 3, firstColumn, sums.R7);
    }

    static void StoreTransposed(ArrayView<float> shared, int at, int stride, Float4 samples)
    {
        var to = shared.SubView(at, 3 * stride + 1);
        to[0] = samples.X;
        to[stride] = samples.Y;
        to[2 * stride] = samples.Z;
        to[3 * stride] = samples.W;
    }

    void Store(int row, int column, Sums8 sums)
    {
        weights.Store(row, column, sums.P.X, sums.P.Y);
        weights.Store(row, column + 2, sums.P.Z, sums.P.W);
        weights.Store(row, column + TTile.Columns / 2, sums.Q.X, sums.Q.Y);
        weights.Store(row, column + TTile.Columns / 2 + 2, sums.Q.Z, sums.Q.W);
    }
}
