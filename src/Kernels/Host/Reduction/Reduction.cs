using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>The loops of reductions.</summary>
static unsafe class Reduction
{
    /// <summary>Elements per task.</summary>
    public const int Chunk = 32 * 1024;

    /// <summary>Columns that <see cref="Across"/> reduces together: a multiple of every vector width.</summary>
    public const int Tile = 64;

    /// <summary>Reduces contiguous elements to one number.</summary>
    [MethodImpl(Jit.Loop)]
    public static double Along<TLanes, TAccumulator, T>(T* x, long count)
        where TLanes : unmanaged, ILanes<TLanes>
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
        where T : unmanaged
    {
        var (a, b) = (TAccumulator.Create(), TAccumulator.Create());
        long i = 0;
        for (; i <= count - 2 * TLanes.Count; i += 2 * TLanes.Count)
        {
            a = a.With(Elements<TLanes>.Load(x + i));
            b = b.With(Elements<TLanes>.Load(x + i + TLanes.Count));
        }
        if (i <= count - TLanes.Count)
        {
            a = a.With(Elements<TLanes>.Load(x + i));
            i += TLanes.Count;
        }
        if (i < count) b = b.With(new PartialWindow<TLanes>((int)(count - i)).Load(x + i, TLanes.Create(TAccumulator.Identity)));
        return TAccumulator.Combine(a, b).Across();
    }

    /// <summary>Reduces rows to one row of doubles.</summary>
    /// <param name="x">address of the first column in a row with offset 0</param>
    /// <param name="rows">the offsets of the rows, positioned at the first one</param>
    /// <param name="width">number of columns, at most <see cref="Tile"/></param>
    /// <param name="totals">overwritten</param>
    public static void Across<TLanes, TAccumulator, T>(T* x, in OffsetIterator rows, long rowCount, int width, double* totals)
        where TLanes : unmanaged, ILanes<TLanes>
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
        where T : unmanaged
    {
        var j = 0;
        for (; j <= width - 4 * TLanes.Count; j += 4 * TLanes.Count) AcrossFour<TLanes, TAccumulator, T>(x + j, rows, rowCount, totals + j);
        for (; j < width; j += TLanes.Count) AcrossOne<TLanes, TAccumulator, T>(x + j, rows, rowCount, Math.Min(TLanes.Count, width - j), totals + j);
    }

    /// <summary>Reduces four vectors of columns, whose accumulators stay in registers.</summary>
    [MethodImpl(Jit.Loop)]
    static void AcrossFour<TLanes, TAccumulator, T>(T* x, OffsetIterator rows, long rowCount, double* totals)
        where TLanes : unmanaged, ILanes<TLanes>
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
        where T : unmanaged
    {
        var (a, b, c, d) = (TAccumulator.Create(), TAccumulator.Create(), TAccumulator.Create(), TAccumulator.Create());
        while (rowCount > 0)
        {
            var run = Math.Min(rowCount, rows.RunLength);
            var row = x + rows.Offset;
            var stride = rows.Stride;
            for (var r = run; r > 0; r--, row += stride)
            {
                a = a.With(Elements<TLanes>.Load(row));
                b = b.With(Elements<TLanes>.Load(row + TLanes.Count));
                c = c.With(Elements<TLanes>.Load(row + 2 * TLanes.Count));
                d = d.With(Elements<TLanes>.Load(row + 3 * TLanes.Count));
            }
            rows.Advance(run);
            rowCount -= run;
        }
        a.Store(totals);
        b.Store(totals + TLanes.Count);
        c.Store(totals + 2 * TLanes.Count);
        d.Store(totals + 3 * TLanes.Count);
    }

    /// <summary>Reduces one vector of columns, or a part of one.</summary>
    [MethodImpl(Jit.Loop)]
    static void AcrossOne<TLanes, TAccumulator, T>(T* x, OffsetIterator rows, long rowCount, int width, double* totals)
        where TLanes : unmanaged, ILanes<TLanes>
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
        where T : unmanaged
    {
        var window = new PartialWindow<TLanes>(width);
        var accumulator = TAccumulator.Create();
        while (rowCount > 0)
        {
            var run = Math.Min(rowCount, rows.RunLength);
            var row = x + rows.Offset;
            var stride = rows.Stride;
            for (var r = run; r > 0; r--, row += stride)
                accumulator = accumulator.With(window.Load(row, TLanes.Create(TAccumulator.Identity)));
            rows.Advance(run);
            rowCount -= run;
        }
        var lanes = stackalloc double[TLanes.Count];
        accumulator.Store(lanes);
        for (var j = 0; j < width; j++) totals[j] = lanes[j];
    }
}
