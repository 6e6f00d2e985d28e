using ILGPU;
using ILGPU.Runtime;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Forward and BackwardData of a masked weight. Groups: (128 columns, rows of the weight, phases · splits). Slabs of the
/// gathered matrix are staged in shared memory; a warp processes eight rows of the weight and four columns per lane, and for
/// each of its rows adds the products of the survivors in the slab (a run).
/// </summary>
readonly struct MaskedProductJob<TWarps, TElements>(MaskedProduct<TElements> product) : IGpuJob
    where TWarps : struct, IWarps
    where TElements : struct, IElements
{
    public static KernelSpecialization Bounds => IWarps.Bounds<TWarps>();

    public void Execute()
    {
        const int Fours = MaskedSlab.Columns / 4;
        const int Buffer = MaskedSlab.Depth * Fours;
        var shared = SharedMemory.Allocate<Float4>(2 * Buffer);
        var geometry = product.Product.Geometry;
        var splits = product.Product.Splits;
        var phase = Grid.IdxZ / splits;
        var split = Grid.IdxZ - phase * splits;
        var firstColumn = Grid.IdxX * MaskedSlab.Columns;
        if (firstColumn >= geometry.Pixels(phase) * geometry.Batch) return;
        var slabs = (geometry.Taps(phase) * geometry.SourceChannels + MaskedSlab.Depth - 1) / MaskedSlab.Depth;
        var slab = slabs * split / splits;
        var end = slabs * (split + 1) / splits;
        var warp = Group.IdxX >> 5;
        var lane = Group.IdxX & 31;
        var columns = new GatheredColumn(geometry, phase, firstColumn + 4 * lane, slab * MaskedSlab.Depth + warp, TWarps.Count);
        var rows = (phase * Grid.DimY + Grid.IdxY) * MaskedSlab.RowsOfWarp * TWarps.Count + MaskedSlab.RowsOfWarp * warp;
        var runs = (phase * Grid.DimY + Grid.IdxY) * product.MostSlabs * MaskedSlab.RowsOfWarp * TWarps.Count + MaskedSlab.RowsOfWarp * warp;

        Float4 r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default, r7 = default;
        var buffer = 0;
        Stage(shared, warp * Fours + lane, ref columns, slab < end);
        for (; slab < end; slab++)
        {
            Group.Barrier();
            Stage(shared, Buffer - buffer + warp * Fours + lane, ref columns, slab + 1 < end);
            var terms = shared.SubView(buffer + lane, Buffer - Fours + 1);
            var run = runs + slab * MaskedSlab.RowsOfWarp * TWarps.Count;
            var start = product.RunStarts[run];
            start = Add(ref r0, terms, start, product.RunStarts[run + 1]);
            start = Add(ref r1, terms, start, product.RunStarts[run + 2]);
            start = Add(ref r2, terms, start, product.RunStarts[run + 3]);
            start = Add(ref r3, terms, start, product.RunStarts[run + 4]);
            start = Add(ref r4, terms, start, product.RunStarts[run + 5]);
            start = Add(ref r5, terms, start, product.RunStarts[run + 6]);
            start = Add(ref r6, terms, start, product.RunStarts[run + 7]);
            Add(ref r7, terms, start, product.RunStarts[run + 8]);
            buffer = Buffer - buffer;
        }
        var column = firstColumn + 4 * lane;
        if (column >= geometry.Pixels(phase) * geometry.Batch) return;
        var at = product.Product.Offset(phase, split, column);
        Store(at, rows, r0);
        Store(at, rows + 1, r1);
        Store(at, rows + 2, r2);
        Store(at, rows + 3, r3);
        Store(at, rows + 4, r4);
        Store(at, rows + 5, r5);
        Store(at, rows + 6, r6);
        Store(at, rows + 7, r7);
    }

    /// <summary>Loads this thread's share of the next slab.</summary>
    void Stage(ArrayView<Float4> shared, int to, ref GatheredColumn columns, bool more)
    {
        if (!more) return;
        for (var i = 0; i < MaskedSlab.Depth / TWarps.Count; i++)
            shared[to + i * TWarps.Count * (MaskedSlab.Columns / 4)] = GatheredColumn.Load(product.Product.Source, columns.Next());
    }

    /// <summary>Adds a run of survivors to the sums of a row.</summary>
    int Add(ref Float4 sums, ArrayView<Float4> terms, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var survivor = product.Survivors[i];
            var x = terms[(int)Interop.FloatAsInt(survivor.Y)];
            sums.X += survivor.X * x.X;
            sums.Y += survivor.X * x.Y;
            sums.Z += survivor.X * x.Z;
            sums.W += survivor.X * x.W;
        }
        return end;
    }

    void Store(int at, int row, Float4 sums)
    {
        var target = product.Rows[row];
        if (target >= 0) product.Product.StoreFour(at + target * (product.Product.Geometry.TargetPlane >> 2), sums);
    }
}

/// <summary>The arguments of Forward and BackwardData of a masked weight.</summary>
/// <param name="product">as for a dense weight; its weights are not used</param>
/// <param name="survivors">value, and as bits the position of its term in the slab, in Float4; in the order of the plan</param>
/// <param name="runStarts">the first survivor of each run, (phases, groups, most slabs, rows of a group), followed by the end of the last run</param>
/// <param name="rows">the target channel, −1 if none, (phases, groups, rows of a group)</param>
/// <param name="mostSlabs">slabs of the longest phase</param>
readonly struct MaskedProduct<TElements>(Product<TElements> product, ArrayView<Float2> survivors, ArrayView<int> runStarts, ArrayView<int> rows, int mostSlabs) where TElements : struct, IElements
{
    public readonly Product<TElements> Product = product;
    public readonly ArrayView<Float2> Survivors = survivors;
    public readonly ArrayView<int> RunStarts = runStarts;
    public readonly ArrayView<int> Rows = rows;
    public readonly int MostSlabs = mostSlabs;
}

/// <summary>The part of the gathered matrix that a group holds in shared memory.</summary>
static class MaskedSlab
{
    /// <summary>Four per lane.</summary>
    public const int Columns = 128;

    /// <summary>Terms of a slab.</summary>
    public const int Depth = 32;

    /// <summary>Rows of the weight per warp.</summary>
    public const int RowsOfWarp = 8;
}

/// <summary>survivors[k] ← (values[order[k]], the bits of places[k]), values rounded to the format of the elements that they are multiplied with.</summary>
readonly struct OrderSurvivorsJob<TElements>(ArrayView<float> values, ArrayView<int> order, ArrayView<int> places, ArrayView<Float2> survivors) : IGpuJob where TElements : struct, IElements
{
    public void Execute()
    {
        var k = Grid.IdxX * Group.DimX + Group.IdxX;
        if (k < order.IntLength) survivors[k] = new Float2(TElements.Round(values[order[k]]), Interop.IntAsFloat((uint)places[k]));
    }
}
