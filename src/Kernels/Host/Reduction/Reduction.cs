using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>The loops of reductions.</summary>
static unsafe class Reduction
{
    /// <summary>Elements in a task.</summary>
    public const int Chunk = 32 * 1024;

    /// <summary>Columns that <see cref="Across"/> treats together: a multiple of every vector width.</summary>
    public const int Tile = 64;

    /// <summary>Contiguous numbers to one.</summary>
    [MethodImpl(Jit.Loop)]
    public static double Along<TLanes, TAccumulator>(float* x, long count)
        where TLanes : unmanaged, ILanes<TLanes>
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
    {
        var (a, b) = (TAccumulator.Create(), TAccumulator.Create());
        long i = 0;
        for (; i <= count - 2 * TLanes.Count; i += 2 * TLanes.Count)
        {
            a = a.With(TLanes.Load(x + i));
            b = b.With(TLanes.Load(x + i + TLanes.Count));
        }
        if (i <= count - TLanes.Count)
        {
            a = a.With(TLanes.Load(x + i));
            i += TLanes.Count;
        }
        if (i < count) b = b.With(new PartialWindow<TLanes>((int)(count - i)).Load(x + i, TLanes.Create(TAccumulator.Identity)));
        return TAccumulator.Combine(a, b).Across();
    }

    /// <summary>Rows to one row of doubles.</summary>
    /// <param name="x">where the columns are in a row with offset 0</param>
    /// <param name="rows">at the first row</param>
    /// <param name="rowCount">how many rows</param>
    /// <param name="width">how many columns, at most <see cref="Tile"/></param>
    /// <param name="totals">overwritten</param>
    public static void Across<TLanes, TAccumulator>(float* x, in Walk rows, long rowCount, int width, double* totals)
        where TLanes : unmanaged, ILanes<TLanes>
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
    {
        var j = 0;
        for (; j <= width - 4 * TLanes.Count; j += 4 * TLanes.Count) AcrossFour<TLanes, TAccumulator>(x + j, rows, rowCount, totals + j);
        for (; j < width; j += TLanes.Count) AcrossOne<TLanes, TAccumulator>(x + j, rows, rowCount, Math.Min(TLanes.Count, width - j), totals + j);
    }

    /// <summary>Four vectors of columns, whose accumulators stay in registers.</summary>
    [MethodImpl(Jit.Loop)]
    static void AcrossFour<TLanes, TAccumulator>(float* x, Walk rows, long rowCount, double* totals)
        where TLanes : unmanaged, ILanes<TLanes>
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
    {
        var (a, b, c, d) = (TAccumulator.Create(), TAccumulator.Create(), TAccumulator.Create(), TAccumulator.Create());
        while (rowCount > 0)
        {
            var stretch = Math.Min(rowCount, rows.Stretch);
            var row = x + rows.Offset;
            var stride = rows.Stride;
            for (var r = stretch; r > 0; r--, row += stride)
            {
                a = a.With(TLanes.Load(row));
                b = b.With(TLanes.Load(row + TLanes.Count));
                c = c.With(TLanes.Load(row + 2 * TLanes.Count));
                d = d.With(TLanes.Load(row + 3 * TLanes.Count));
            }
            rows.Advance(stretch);
            rowCount -= stretch;
        }
        a.Store(totals);
        b.Store(totals + TLanes.Count);
        c.Store(totals + 2 * TLanes.Count);
        d.Store(totals + 3 * TLanes.Count);
    }

    /// <summary>One vector of columns, or a part of one.</summary>
    [MethodImpl(Jit.Loop)]
    static void AcrossOne<TLanes, TAccumulator>(float* x, Walk rows, long rowCount, int width, double* totals)
        where TLanes : unmanaged, ILanes<TLanes>
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
    {
        var window = new PartialWindow<TLanes>(width);
        var accumulator = TAccumulator.Create();
        while (rowCount > 0)
        {
            var stretch = Math.Min(rowCount, rows.Stretch);
            var row = x + rows.Offset;
            var stride = rows.Stride;
            for (var r = stretch; r > 0; r--, row += stride)
                accumulator = accumulator.With(window.Load(row, TLanes.Create(TAccumulator.Identity)));
            rows.Advance(stretch);
            rowCount -= stretch;
        }
        var lanes = stackalloc double[TLanes.Count];
        accumulator.Store(lanes);
        for (var j = 0; j < width; j++) totals[j] = lanes[j];
    }
}
