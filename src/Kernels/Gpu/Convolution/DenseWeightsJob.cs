using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// BackwardWeights of a dense weight: a product of the output gradient (out, pixels · batch) with the gathered matrix
/// (in · taps, pixels · batch) in tiles, summed over pixels and samples. Groups: (tiles of columns, tiles of rows, splits).
/// A slab is eight samples of a pixel; both operands are turned over on their way into shared memory.
/// </summary>
/// <param name="geometry">of Forward; Phases has one</param>
/// <param name="x">(in, pixels, batch)</param><param name="y">(out, pixels, batch)</param>
/// <param name="parts">(splits, out, in · taps), overwritten</param><param name="splits">parts of the slabs, to be added up</param>
readonly struct DenseWeightsJob<TTile>(ProductGeometry geometry, ArrayView<Float4> x, ArrayView<Float4> y, ArrayView<float> parts, int splits) : IGpuJob
    where TTile : struct, ITile
{
    const int Depth = 8;

    /// <summary>Numbers between the rows of an operand in shared memory, so that turning over meets every bank once.</summary>
    const int Gap = 4;

    public static KernelSpecialization Bounds => ITile.Bounds<TTile>();

    public void Execute()
    {
        var leftStride = TTile.Rows + Gap;
        var rightStride = TTile.Columns + Gap;
        var shared = SharedMemory.Allocate<Float4>(2 * Depth * (TTile.Rows + TTile.Columns + 2 * Gap) / 4);
        var taps = geometry.Taps(0);
        var columns = geometry.SourceChannels * taps;
        var slabsOfPixel = geometry.Batch >> 3;
        var slabs = geometry.Pixels(0) * slabsOfPixel;
        var slab = (int)((long)slabs * Grid.IdxZ / splits);
        var end = (int)((long)slabs * (Grid.IdxZ + 1) / splits);

        // What this thread fetches: four samples of one or two rows and columns, the second half a tile further.
        var threads = TTile.Rows * TTile.Columns / 64;
        var half = Group.IdxX & 1;
        var place = Group.IdxX >> 1;
        var row = new GradientRow(geometry, Grid.IdxY * TTile.Rows + place, half);
        var row2 = new GradientRow(geometry, Grid.IdxY * TTile.Rows + place + threads / 2, half);
        var column = new GatheredRow(geometry, Grid.IdxX * TTile.Columns + place, columns, taps, half);
        var column2 = new GatheredRow(geometry, Grid.IdxX * TTile.Columns + place + threads / 2, columns, taps, half);
        var pixel = slab / slabsOfPixel;
        var eight = slab - pixel * slabsOfPixel;

        var tile = new TileThread(TTile.Columns);
        var sums = default(RegisterTile);
        var buffer = 0;
        var from = column.Source(pixel, slab < end);
        var from2 = threads < 2 * TTile.Columns ? column2.Source(pixel, slab < end) : 0;
        Float4 left = row.Load(y, pixel, eight, slab < end), left2 = default, right = column.Load(x, from, eight), right2 = default;
        if (threads < 2 * TTile.Rows) left2 = row2.Load(y, pixel, eight, slab < end);
        if (threads < 2 * TTile.Columns) right2 = column2.Load(x, from2, eight);
        for (; slab < end; slab++)
        {
            var floats = shared.Cast<float>();
            Turn(floats, buffer + 4 * half * leftStride + place, leftStride, left);
            if (threads < 2 * TTile.Rows) Turn(floats, buffer + 4 * half * leftStride + place + threads / 2, leftStride, left2);
            Turn(floats, buffer + Depth * leftStride + 4 * half * rightStride + place, rightStride, right);
            if (threads < 2 * TTile.Columns) Turn(floats, buffer + Depth * leftStride + 4 * half * rightStride + place + threads / 2, rightStride, right2);
            Group.Barrier();

            var more = slab + 1 < end;
            eight++;
            var wrapped = eight == slabsOfPixel;
            eight = wrapped ? 0 : eight;
            pixel += wrapped ? 1 : 0;
            left = row.Load(y, pixel, eight, more);
            if (threads < 2 * TTile.Rows) left2 = row2.Load(y, pixel, eight, more);
            right = column.Load(x, column.Source(pixel, more), eight);
            if (threads < 2 * TTile.Columns) right2 = column2.Load(x, column2.Source(pixel, more), eight);
            tile.Multiply(ref sums, shared, buffer >> 2, leftStride / 4, TTile.Rows / 8, (buffer + Depth * leftStride) >> 2, rightStride / 4, TTile.Columns / 8);
            buffer = Depth * (leftStride + rightStride) - buffer;
        }
        var firstRow = Grid.IdxY * TTile.Rows + 4 * tile.Row;
        var firstColumn = Grid.IdxX * TTile.Columns + 4 * tile.Column;
        Store(firstRow, firstColumn, columns, sums.R0);
        Store(firstRow + 1, firstColumn, columns, sums.R1);
        Store(firstRow + 2, firstColumn, columns, sums.R2);
        Store(firstRow + 3, firstColumn, columns, sums.R3);
        firstRow += TTile.Rows / 2;
        Store(firstRow, firstColumn, columns, sums.R4);
        Store(firstRow + 1, firstColumn, columns, sums.R5);
        Store(firstRow + 2, firstColumn, columns, sums.R6);
        Store(firstRow + 3, firstColumn, columns, sums.R7);
    }

    static void Turn(ArrayView<float> shared, int at, int stride, Float4 samples)
    {
        var to = shared.SubView(at, 3 * stride + 1);
        to[0] = samples.X;
        to[stride] = samples.Y;
        to[2 * stride] = samples.Z;
        to[3 * stride] = samples.W;
    }

    void Store(int row, int column, int columns, Sums8 sums)
    {
        if (row >= geometry.TargetChannels) return;
        var at = (Grid.IdxZ * geometry.TargetChannels + row) * columns + column;
        if (column < columns) parts[at] = sums.P.X;
        if (column + 1 < columns) parts[at + 1] = sums.P.Y;
        if (column + 2 < columns) parts[at + 2] = sums.P.Z;
        if (column + 3 < columns) parts[at + 3] = sums.P.W;
        column += TTile.Columns / 2;
        at += TTile.Columns / 2;
        if (column < columns) parts[at] = sums.Q.X;
        if (column + 1 < columns) parts[at + 1] = sums.Q.Y;
        if (column + 2 < columns) parts[at + 2] = sums.Q.Z;
        if (column + 3 < columns) parts[at + 3] = sums.Q.W;
    }
}

/// <summary>Four samples at a time of an output channel.</summary>
readonly struct GradientRow(in ProductGeometry geometry, int row, int half)
{
    readonly int _first = (row * geometry.TargetPlane >> 2) + half;
    readonly int _pixelStride = geometry.Batch >> 2;
    readonly bool _exists = row < geometry.TargetChannels;

    /// <summary>Samples 8 eight + 4 half … of a pixel, or zeros.</summary>
    public Float4 Load(ArrayView<Float4> y, int pixel, int eight, bool more)
    {
        var exists = _exists && more;
        return Float4.If(exists, y[exists ? _first + pixel * _pixelStride + 2 * eight : 0]);
    }
}

/// <summary>Four samples at a time of what an input channel shows to one tap.</summary>
readonly struct GatheredRow
{
    readonly ArrayView<int> _sources;
    readonly int _taps, _tap, _first, _pixelStride;
    readonly bool _exists;

    public GatheredRow(in ProductGeometry geometry, int column, int columns, int taps, int half)
    {
        _sources = geometry.Sources;
        _taps = taps;
        var channel = column / taps;
        _tap = column - channel * taps;
        _first = (channel * geometry.SourcePlane >> 2) + half;
        _pixelStride = geometry.Batch >> 2;
        _exists = column < columns;
    }

    /// <summary>The input pixel that the tap sees from an output pixel; negative if none.</summary>
    public int Source(int pixel, bool more)
    {
        var exists = _exists && more;
        var source = _sources[exists ? pixel * _taps + _tap : 0];
        return exists ? source : -1;
    }

    /// <summary>Samples 8 eight + 4 half … of an input pixel, or zeros.</summary>
    public Float4 Load(ArrayView<Float4> x, int source, int eight) =>
        Float4.If(source >= 0, x[source >= 0 ? _first + source * _pixelStride + 2 * eight : 0]);
}
