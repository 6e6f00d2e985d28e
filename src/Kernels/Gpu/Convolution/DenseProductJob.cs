using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Forward and BackwardData of a dense weight: an implicit matrix product in tiles. Groups: (tiles of columns, tiles of rows,
/// phases · splits). Slabs of eight terms alternate between two buffers of shared memory: while one slab is multiplied, the
/// next is loaded into registers.
/// </summary>
readonly struct DenseProductJob<TTile, TElements>(Product<TElements> product) : IGpuJob
    where TTile : struct, ITile
    where TElements : struct, IElements
{
    const int Depth = 8;

    public static KernelSpecialization Bounds => ITile.Bounds<TTile>();

    public void Execute()
    {
        var shared = SharedMemory.Allocate<Float4>(2 * Depth * (TTile.Rows + TTile.Columns) / 4);
        var geometry = product.Geometry;
        var splits = product.Splits;
        var phase = Grid.IdxZ / splits;
        var split = Grid.IdxZ - phase * splits;
        var firstColumn = Grid.IdxX * TTile.Columns;
        var columns = geometry.Pixels(phase) * geometry.Batch;
        if (firstColumn >= columns) return;
        var terms = geometry.Taps(phase) * geometry.SourceChannels;
        var slabs = (terms + Depth - 1) / Depth;
        var slab = slabs * split / splits;
        var end = slabs * (split + 1) / splits;

        // This thread loads one or two Float4 of each operand, the second some rows further down the slab.
        var thread = Group.IdxX;
        var threads = TTile.Rows * TTile.Columns / 64;
        var rightFour = thread % (TTile.Columns / 4);
        var rightRow = thread / (TTile.Columns / 4);
        var rightRows = threads / (TTile.Columns / 4);
        var leftFour = thread % (TTile.Rows / 4);
        var leftRow = thread / (TTile.Rows / 4);
        var leftRows = threads / (TTile.Rows / 4);
        var column = new GatheredColumn(geometry, phase, firstColumn + 4 * rightFour, slab * Depth + rightRow, Depth);
        var column2 = new GatheredColumn(geometry, phase, firstColumn + 4 * rightFour, slab * Depth + rightRow + rightRows, Depth);
        var weightStride = product.PaddedTargets / 4;
        var term = slab * Depth + leftRow;
        var weight = (geometry.FirstRow(phase) + term) * weightStride + Grid.IdxY * (TTile.Rows / 4) + leftFour;

        var tile = new TileThread(TTile.Columns);
        var sums = default(RegisterTile);
        var buffer = 0;
        Float4 left = Weight(weight, term, terms), left2 = default;
        if (leftRows < Depth) left2 = Weight(weight + leftRows * weightStride, term + leftRows, terms);
        Float4 right = GatheredColumn.Load(product.Source, column.Next()), right2 = default;
        if (rightRows < Depth) right2 = GatheredColumn.Load(product.Source, column2.Next());
        var (next, next2) = (column.Next(), rightRows < Depth ? column2.Next() : 0);
        for (; slab < end; slab++)
        {
            shared[buffer + leftRow * (TTile.Rows / 4) + leftFour] = left;
            if (leftRows < Depth) shared[buffer + (leftRow + leftRows) * (TTile.Rows / 4) + leftFour] = left2;
            shared[buffer + Depth * TTile.Rows / 4 + rightRow * (TTile.Columns / 4) + rightFour] = right;
            if (rightRows < Depth) shared[buffer + Depth * TTile.Rows / 4 + (rightRow + rightRows) * (TTile.Columns / 4) + rightFour] = right2;
            Group.Barrier();

            term += Depth;
            weight += Depth * weightStride;
            left = Weight(weight, term, terms);
            if (leftRows < Depth) left2 = Weight(weight + leftRows * weightStride, term + leftRows, terms);
            right = GatheredColumn.Load(product.Source, next);
            next = column.Next();
            if (rightRows < Depth)
            {
                right2 = GatheredColumn.Load(product.Source, next2);
                next2 = column2.Next();
            }
            tile.Multiply(ref sums, shared, buffer, TTile.Rows / 4, TTile.Rows / 8, buffer + Depth * TTile.Rows / 4, TTile.Columns / 4, TTile.Columns / 8);
            buffer = Depth * (TTile.Rows + TTile.Columns) / 4 - buffer;
        }
        Store(sums, tile, phase, split, firstColumn, columns);
    }

    /// <summary>Weights of a term; zeros for terms past the last.</summary>
    Float4 Weight(int at, int term, int terms) => Float4.If(term < terms, product.Weights[term < terms ? at : 0]);

    void Store(RegisterTile sums, TileThread tile, int phase, int split, int firstColumn, int columns)
    {
        var row = Grid.IdxY * TTile.Rows + 4 * tile.Row;
        var column = firstColumn + 4 * tile.Column;
        if (column < columns)
        {
            var at = product.Offset(phase, split, column);
            product.Store(at, row, sums.R0.P, sums.R1.P, sums.R2.P, sums.R3.P);
            product.Store(at, row + TTile.Rows / 2, sums.R4.P, sums.R5.P, sums.R6.P, sums.R7.P);
        }
        column += TTile.Columns / 2;
        if (column < columns)
        {
            var at = product.Offset(phase, split, column);
            product.Store(at, row, sums.R0.Q, sums.R1.Q, sums.R2.Q, sums.R3.Q);
            product.Store(at, row + TTile.Rows / 2, sums.R4.Q, sums.R5.Q, sums.R6.Q, sums.R7.Q);
        }
    }
}
