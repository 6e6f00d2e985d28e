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
    /// <param name="rows">at the first row; afterwards behind the last</param>
    /// <param name="rowCount">how many rows</param>
    /// <param name="width">how many columns, at most <see cref="Tile"/></param>
    /// <param name="totals">overwritten</param>
    [MethodImpl(Jit.Loop)]
    public static void Across<TLanes, TAccumulator>(float* x, ref Walk rows, long rowCount, int width, double* totals)
        where TLanes : unmanaged, ILanes<TLanes>
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
    {
        var whole = width / TLanes.Count;
        var rest = width % TLanes.Count;
        var window = new PartialWindow<TLanes>(rest);
        var accumulators = stackalloc TAccumulator[whole + 1];
        for (var j = 0; j <= whole; j++) accumulators[j] = TAccumulator.Create();
        for (; rowCount > 0; rowCount--)
        {
            var row = x + rows.Offset;
            for (var j = 0; j < whole; j++, row += TLanes.Count) accumulators[j] = accumulators[j].With(TLanes.Load(row));
            if (rest > 0) accumulators[whole] = accumulators[whole].With(window.Load(row, TLanes.Create(TAccumulator.Identity)));
            rows.MoveNext();
        }
        for (var j = 0; j < whole; j++) accumulators[j].Store(totals + j * TLanes.Count);
        if (rest == 0) return;
        var last = stackalloc double[TLanes.Count];
        accumulators[whole].Store(last);
        for (var j = 0; j < rest; j++) totals[whole * TLanes.Count + j] = last[j];
    }
}
