using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Forward and BackwardData of a dense weight on tensor cores: like <see cref="DenseProductJob{TTile, TElements}"/>, with slabs of sixteen words. A
/// word holds one tap of one source channel, which is rounded to TF32 when it is stored in shared memory, or of two in BFloat16.
/// </summary>
readonly struct TensorProductJob<TTile, TElements>(Product<TElements> product) : IGpuJob
    where TTile : struct, ITensorTile
    where TElements : struct, ITensorElements
{
    const int Depth = 16;

    /// <summary>Unused words between the terms of an operand in shared memory, so that the lanes of a fragment access each bank once.</summary>
    const int Padding = 8;

    public static int LeastCapability => TensorBlock.LeastCapability;

    public static KernelSpecialization Bounds => ITensorTile.Bounds<TTile>();

    public void Execute()
    {
        var shared = SharedMemory.Allocate<Float4>(2 * Depth * (TTile.Rows + TTile.Columns + 2 * Padding) / 4);
        var geometry = product.Geometry;
        var splits = product.Splits;
        var phase = Grid.IdxZ / splits;
        var split = Grid.IdxZ - phase * splits;
        var firstColumn = Grid.IdxX * TTile.Columns;
        var columns = geometry.Pixels(phase) * geometry.Batch;
        if (firstColumn >= columns) return;
        var channels = (geometry.SourceChannels + TElements.FactorsOfWord - 1) / TElements.FactorsOfWord;
        var terms = geometry.Taps(phase) * channels;
        var slabs = (terms + Depth - 1) / Depth;
        var slab = slabs * split / splits;
        var end = slabs * (split + 1) / splits;

        // This thread loads four words of each operand, and four that are eight words further along the terms.
        var leftStride = (TTile.Rows + Padding) / 4;
        var rightStride = (TTile.Columns + Padding) / 4;
        var rightFour = Group.IdxX % (TTile.Columns / 4);
        var rightRow = Group.IdxX / (TTile.Columns / 4);
        var leftFour = Group.IdxX % (TTile.Rows / 4);
        var leftRow = Group.IdxX / (TTile.Rows / 4);
        var column = new GatheredColumn(geometry, phase, firstColumn + 4 * rightFour, slab * Depth + rightRow, Depth / 2, TElements.FactorsOfWord);
        var weightStride = product.PaddedTargets / 4;
        var term = slab * Depth + leftRow;
        var weight = (geometry.FirstRow(phase) / geometry.SourceChannels * channels + term) * weightStride + Grid.IdxY * (TTile.Rows / 4) + leftFour;

        var warp = Group.IdxX >> 5;
        var warpsAcross = TTile.Columns / 32;
        var warpRow = warp / warpsAcross * 32 * TTile.Blocks;
        var warpColumn = warp % warpsAcross * 32;
        TensorBlock upper = default, lower = default;
        var buffer = 0;
        var left = Weight(weight, term, terms);
        var left2 = Weight(weight + Depth / 2 * weightStride, term + Depth / 2, terms);
        var right = Columns(column.Next());
        var right2 = Columns(column.Next());
        var (next, next2) = (column.Next(), column.Next());
        for (; slab < end; slab++)
        {
            shared[buffer + leftRow * leftStride + leftFour] = TElements.RoundFactors(left);
            shared[buffer + (leftRow + Depth / 2) * leftStride + leftFour] = TElements.RoundFactors(left2);
            shared[buffer + Depth * leftStride + rightRow * rightStride + rightFour] = TElements.Arrange(right);
            shared[buffer + Depth * leftStride + (rightRow + Depth / 2) * rightStride + rightFour] = TElements.Arrange(right2);
            Group.Barrier();

            term += Depth;
            weight += Depth * weightStride;
            left = Weight(weight, term, terms);
            left2 = Weight(weight + Depth / 2 * weightStride, term + Depth / 2, terms);
            right = Columns(next);
            right2 = Columns(next2);
            next = column.Next();
            next2 = column.Next();
            var numbers = shared.Cast<uint>();
            var leftAt = 4 * buffer + warpRow;
            var rightAt = 4 * (buffer + Depth * leftStride) + warpColumn;
            TensorBlock.Multiply<TElements>(ref upper, ref lower, TTile.Blocks, numbers, leftAt, 1, 4 * leftStride, rightAt, 1, 4 * rightStride);
            TensorBlock.Multiply<TElements>(ref upper, ref lower, TTile.Blocks, numbers, leftAt + 32 * leftStride, 1, 4 * leftStride, rightAt + 32 * rightStride, 1, 4 * rightStride);
            buffer = Depth * (leftStride + rightStride) - buffer;
        }
        var row = Grid.IdxY * TTile.Rows + warpRow;
        var store = new TensorStore<TElements>(product, phase, split, firstColumn + warpColumn, columns);
        store.Store(row, upper);
        if (TTile.Blocks > 1) store.Store(row + 32, lower);
    }

    Float4 Columns(int at) =>
        product.Source.LoadColumns(at, product.Geometry.SourcePlane >> 2, product.Geometry.SourceChannels * (product.Geometry.SourcePlane >> 2));

    /// <summary>Weights of a word; zeros for words past the last.</summary>
    Float4 Weight(int at, int term, int terms) => Float4.If(term < terms, product.Weights[term < terms ? at : 0]);
}

/// <summary>The positions at which a lane writes its sums of a block, two neighbouring columns at a time.</summary>
readonly struct TensorStore<TElements> where TElements : struct, IElements
{
    readonly Product<TElements> _product;
    readonly int _at0, _at1, _at2, _at3;

    /// <param name="phase">the phase of the columns</param>
    /// <param name="split">the part of the terms</param>
    /// <param name="column">the first column of the block</param>
    /// <param name="columns">number of columns of the product</param>
    public TensorStore(Product<TElements> product, int phase, int split, int column, int columns)
    {
        _product = product;
        column += 2 * (Group.IdxX & 3);
        _at0 = At(product, phase, split, column, columns);
        _at1 = At(product, phase, split, column + 8, columns);
        _at2 = At(product, phase, split, column + 16, columns);
        _at3 = At(product, phase, split, column + 24, columns);
    }

    /// <param name="row">the first row of the block</param>
    public void Store(int row, TensorBlock block)
    {
        row += (Group.IdxX & 31) >> 2;
        Store(row, _at0, block.A0, block.B0);
        Store(row, _at1, block.A1, block.B1);
        Store(row, _at2, block.A2, block.B2);
        Store(row, _at3, block.A3, block.B3);
    }

    void Store(int row, int at, Float4 upper, Float4 lower)
    {
        Store(row, at, upper.X, upper.Y);
        Store(row + 8, at, upper.Z, upper.W);
        Store(row + 16, at, lower.X, lower.Y);
        Store(row + 24, at, lower.Z, lower.W);
    }

    void Store(int row, int at, float first, float second)
    {
        if (at >= 0 && row < _product.Geometry.TargetChannels)
            _product.StoreTwo((row * _product.Geometry.TargetPlane >> 1) + at, first, second);
    }

    /// <summary>The position of a column in the first channel of the target, in twos of elements; −1 if there is no such column.</summary>
    static int At(Product<TElements> product, int phase, int split, int column, int columns) =>
        column < columns ? 2 * product.Offset(phase, split, column) + ((column & 3) >> 1) : -1;
}
