using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>The loops of reductions: floats over at most <see cref="Additions"/> steps of a lane, doubles over those.</summary>
static unsafe class Reduction
{
    /// <summary>How often a float accumulator is added to: its rounding error stays near that of a single addition.</summary>
    public const int Additions = 64;

    /// <summary>Elements in a task.</summary>
    public const int Chunk = 32 * 1024;

    /// <summary>Contiguous numbers to one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Along<TLanes, TReducer>(float* x, long count)
        where TLanes : unmanaged, ILanes<TLanes>
        where TReducer : struct, IReducer
    {
        var total = (double)TReducer.Identity;
        for (long i = 0; i < count;)
        {
            var end = Math.Min(count, i + 4 * Additions * TLanes.Count);
            var identity = TLanes.Create(TReducer.Identity);
            var (a, b, c, d) = (identity, identity, identity, identity);
            for (; i <= end - 4 * TLanes.Count; i += 4 * TLanes.Count)
            {
                a = TReducer.Combine(a, TLanes.Load(x + i));
                b = TReducer.Combine(b, TLanes.Load(x + i + TLanes.Count));
                c = TReducer.Combine(c, TLanes.Load(x + i + 2 * TLanes.Count));
                d = TReducer.Combine(d, TLanes.Load(x + i + 3 * TLanes.Count));
            }
            for (; i <= end - TLanes.Count; i += TLanes.Count) a = TReducer.Combine(a, TLanes.Load(x + i));
            if (i < end) b = TReducer.Combine(b, new PartialWindow<TLanes>((int)(end - i), TReducer.Identity).Load(x + i));
            i = end;
            total = TReducer.Combine(total, TReducer.Across(TReducer.Combine(TReducer.Combine(a, b), TReducer.Combine(c, d))));
        }
        return total;
    }

    /// <summary>Rows to one row, that of doubles at totals; rows begin where the walk leads.</summary>
    /// <param name="x">the first column of the tile in row offset 0</param>
    /// <param name="rows">at the first row; afterwards behind the last</param>
    /// <param name="rowCount">how many rows</param>
    /// <param name="width">columns of the tile, at most <see cref="Tile"/></param>
    /// <param name="totals">overwritten</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Across<TLanes, TReducer>(float* x, ref Walk rows, long rowCount, int width, double* totals)
        where TLanes : unmanaged, ILanes<TLanes>
        where TReducer : struct, IReducer
    {
        var sums = stackalloc float[Tile];
        for (var j = 0; j < width; j++) totals[j] = TReducer.Identity;
        while (rowCount > 0)
        {
            var block = (int)Math.Min(Additions, rowCount);
            rowCount -= block;
            for (var j = 0; j < Tile; j++) sums[j] = TReducer.Identity;
            for (var r = 0; r < block; r++)
            {
                var row = x + rows.Offset;
                var j = 0;
                for (; j <= width - TLanes.Count; j += TLanes.Count)
                    TReducer.Combine(TLanes.Load(sums + j), TLanes.Load(row + j)).Store(sums + j);
                if (j < width)
                    TReducer.Combine(TLanes.Load(sums + j), new PartialWindow<TLanes>(width - j, TReducer.Identity).Load(row + j)).Store(sums + j);
                rows.MoveNext();
            }
            for (var j = 0; j < width; j++) totals[j] = TReducer.Combine(totals[j], sums[j]);
        }
    }

    /// <summary>Columns in a task of <see cref="Across"/>: a multiple of every vector width.</summary>
    public const int Tile = 64;
}
