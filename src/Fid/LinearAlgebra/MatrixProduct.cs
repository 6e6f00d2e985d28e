using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseGen.Fid;

/// <summary>C ← C + α·A·Bᵀ in double.</summary>
static class MatrixProduct
{
    /// <param name="alpha">α</param>
    /// <param name="a">(m, k)</param>
    /// <param name="b">(n, k)</param>
    /// <param name="c">(m, n)</param>
    /// <param name="lowerOnly">whether only the lower triangle is computed; the elements above the diagonal are then undefined, and m = n</param>
    /// <exception cref="ArgumentException">The sizes do not match, or a square matrix is required.</exception>
    public static void Add(double alpha, Block a, Block b, Block c, bool lowerOnly = false)
    {
        if (a.Columns != b.Columns || c.Rows != a.Rows || c.Columns != b.Rows)
            throw new ArgumentException($"({a.Rows}, {a.Columns}) · ({b.Rows}, {b.Columns})ᵀ is not ({c.Rows}, {c.Columns}).");
        if (lowerOnly && c.Rows != c.Columns) throw new ArgumentException($"({c.Rows}, {c.Columns}) has no lower triangle.");
        if (Vector512.IsHardwareAccelerated) MatrixProduct<Doubles512>.Add(alpha, a, b, c, lowerOnly);
        else MatrixProduct<NarrowDoubles>.Add(alpha, a, b, c, lowerOnly);
    }
}

/// <summary>
/// Panels of <see cref="Depth"/> columns of the factors are packed for a register tile of <see cref="TileRows"/> rows by
/// <see cref="TileVectors"/> vectors (Goto and van de Geijn 2008). C is divided into square tiles, which are distributed over
/// threads. Each tile is summed by one thread in a fixed order, so that the result does not depend on the number of threads.
/// </summary>
static unsafe class MatrixProduct<TLanes> where TLanes : unmanaged, IDoubles<TLanes>
{
    /// <summary>Size of the register tile. 6 × 2 vectors of sums, 2 of B and 1 of A take 15 registers; AVX2 has 16.</summary>
    const int TileRows = 6, TileVectors = 2;

    /// <summary>Rows and columns of a tile of C, and depth of a panel. The packed factors of a tile take 768 KiB and fit into the L2 cache.</summary>
    const int Tile = 192, Depth = 256;

    static int Columns => TileVectors * TLanes.Count;

    public static void Add(double alpha, Block a, Block b, Block c, bool lowerOnly)
    {
        var depth = Math.Min(Depth, a.Columns);
        var left = ArrayPool<double>.Shared.Rent(Padded(a.Rows, TileRows) * depth);
        var right = ArrayPool<double>.Shared.Rent(Padded(b.Rows, Columns) * depth);
        for (var k = 0; k < a.Columns; k += depth)
        {
            Pack(alpha, a.Part(0, a.Rows, k, depth), TileRows, left);
            Pack(1, b.Part(0, b.Rows, k, depth), Columns, right);
            AddPacked(left, right, Math.Min(depth, a.Columns - k), c, lowerOnly);
        }
        ArrayPool<double>.Shared.Return(left);
        ArrayPool<double>.Shared.Return(right);
    }

    static int Padded(int rows, int group) => (rows + group - 1) / group * group;

    /// <summary>Packs groups of rows, each column by column, multiplied by a factor; missing rows of the last group are zeros.</summary>
    static void Pack(double factor, Block source, int group, double[] packed) =>
        Parallel.For(0, (source.Rows + group - 1) / group, g =>
        {
            var to = packed.AsSpan(g * group * source.Columns, group * source.Columns);
            for (var r = 0; r < group; r++)
            {
                if (g * group + r < source.Rows)
                {
                    var row = source.Row(g * group + r);
                    for (int k = 0, at = r; k < row.Length; k++, at += group) to[at] = factor * row[k];
                }
                else
                    for (var at = r; at < to.Length; at += group) to[at] = 0;
            }
        });

    static void AddPacked(double[] left, double[] right, int depth, Block c, bool lowerOnly)
    {
        var (down, across) = ((c.Rows + Tile - 1) / Tile, (c.Columns + Tile - 1) / Tile);
        Parallel.For(0, down * across, tile =>
        {
            var (i, j) = Math.DivRem(tile, across);
            if (lowerOnly && j > i) return;
            AddTile(left.AsSpan(i * Tile * depth), right.AsSpan(j * Tile * depth), depth, c.Part(i * Tile, Tile, j * Tile, Tile));
        });
    }

    static void AddTile(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int depth, Block c)
    {
        var sums = stackalloc double[TileRows * TileVectors * TLanes.Count];
        fixed (double* a = left, b = right)
            for (var column = 0; column < c.Columns; column += Columns)
                for (var row = 0; row < c.Rows; row += TileRows)
                {
                    Multiply(depth, a + row * depth, b + column * depth, sums);
                    var (rows, columns) = (Math.Min(TileRows, c.Rows - row), Math.Min(Columns, c.Columns - column));
                    for (var r = 0; r < rows; r++) Add(sums + r * Columns, columns, c.Row(row + r)[column..]);
                }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add(double* sums, int count, Span<double> c)
    {
        fixed (double* to = c)
            if (count == Columns)
                for (var j = 0; j < Columns; j += TLanes.Count) (TLanes.Load(to + j) + TLanes.Load(sums + j)).Store(to + j);
            else
                for (var j = 0; j < count; j++) to[j] += sums[j];
    }

    /// <summary>The product of a group of rows of packed A and a group of columns of packed B. The sums are local variables so that they remain in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Multiply(int depth, double* a, double* b, double* sums)
    {
        TLanes c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        TLanes c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        for (var k = 0; k < depth; k++, a += TileRows, b += TileVectors * TLanes.Count)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var ai = TLanes.Create(a[0]);
            c00 = TLanes.MultiplyAdd(ai, b0, c00);
            c01 = TLanes.MultiplyAdd(ai, b1, c01);
            ai = TLanes.Create(a[1]);
            c10 = TLanes.MultiplyAdd(ai, b0, c10);
            c11 = TLanes.MultiplyAdd(ai, b1, c11);
            ai = TLanes.Create(a[2]);
            c20 = TLanes.MultiplyAdd(ai, b0, c20);
            c21 = TLanes.MultiplyAdd(ai, b1, c21);
            ai = TLanes.Create(a[3]);
            c30 = TLanes.MultiplyAdd(ai, b0, c30);
            c31 = TLanes.MultiplyAdd(ai, b1, c31);
            ai = TLanes.Create(a[4]);
            c40 = TLanes.MultiplyAdd(ai, b0, c40);
            c41 = TLanes.MultiplyAdd(ai, b1, c41);
            ai = TLanes.Create(a[5]);
            c50 = TLanes.MultiplyAdd(ai, b0, c50);
            c51 = TLanes.MultiplyAdd(ai, b1, c51);
        }
        c00.Store(sums);
        c01.Store(sums + TLanes.Count);
        c10.Store(sums + 2 * TLanes.Count);
        c11.Store(sums + 3 * TLanes.Count);
        c20.Store(sums + 4 * TLanes.Count);
        c21.Store(sums + 5 * TLanes.Count);
        c30.Store(sums + 6 * TLanes.Count);
        c31.Store(sums + 7 * TLanes.Count);
        c40.Store(sums + 8 * TLanes.Count);
        c41.Store(sums + 9 * TLanes.Count);
        c50.Store(sums + 10 * TLanes.Count);
        c51.Store(sums + 11 * TLanes.Count);
    }
}
