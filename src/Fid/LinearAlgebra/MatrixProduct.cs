using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseGen.Fid;

/// <summary>C ← C + α·A·Bᵀ in double.</summary>
static class MatrixProduct
{
    /// <param name="alpha">α</param>
    /// <param name="a">(m, k)</param><param name="b">(n, k)</param>
    /// <param name="c">(m, n)</param>
    /// <param name="lowerOnly">Leaves what is above the diagonal undefined; m = n.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
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
/// The factors are packed, some columns of them at a time, for a register tile of <see cref="Down"/> rows by
/// <see cref="Across"/> vectors (Goto and van de Geijn 2008); C is cut into square tiles that threads share. A tile is
/// summed by one thread in one order: the result does not depend on how many there are.
/// </summary>
static unsafe class MatrixProduct<TLanes> where TLanes : unmanaged, IDoubles<TLanes>
{
    /// <summary>6 × 2 vectors of sums, 2 of B and 1 of A fill 15 of the 16 registers of the narrowest processors.</summary>
    const int Down = 6, Across = 2;

    /// <summary>The packed factors of a tile are 768 KiB: they stay in L2.</summary>
    const int Tile = 192, Depth = 256;

    static int Columns => Across * TLanes.Count;

    public static void Add(double alpha, Block a, Block b, Block c, bool lowerOnly)
    {
        var depth = Math.Min(Depth, a.Columns);
        var left = ArrayPool<double>.Shared.Rent(Padded(a.Rows, Down) * depth);
        var right = ArrayPool<double>.Shared.Rent(Padded(b.Rows, Columns) * depth);
        for (var k = 0; k < a.Columns; k += depth)
        {
            Pack(alpha, a.Part(0, a.Rows, k, depth), Down, left);
            Pack(1, b.Part(0, b.Rows, k, depth), Columns, right);
            AddPacked(left, right, Math.Min(depth, a.Columns - k), c, lowerOnly);
        }
        ArrayPool<double>.Shared.Return(left);
        ArrayPool<double>.Shared.Return(right);
    }

    static int Padded(int rows, int group) => (rows + group - 1) / group * group;

    /// <summary>Groups of rows, each column by column; rows past the last as zeros.</summary>
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
        var sums = stackalloc double[Down * Across * TLanes.Count];
        fixed (double* a = left, b = right)
            for (var column = 0; column < c.Columns; column += Columns)
                for (var row = 0; row < c.Rows; row += Down)
                {
                    Multiply(depth, a + row * depth, b + column * depth, sums);
                    var (rows, columns) = (Math.Min(Down, c.Rows - row), Math.Min(Columns, c.Columns - column));
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

    /// <summary>Rows of packed A times columns of packed B. The sums are locals, and nothing is called, to keep them in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Multiply(int depth, double* a, double* b, double* sums)
    {
        TLanes c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        TLanes c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        for (var k = 0; k < depth; k++, a += Down, b += Across * TLanes.Count)
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
