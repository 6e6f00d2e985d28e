using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SparseGen.Kernels.Host;

/// <summary>
/// The product in which all dense contractions end, computed in registers: c[r, j] (+)= Σₖ aᵣ[k] · b[k, j]. The rows aᵣ are
/// numbers that are broadcast; the packed panel b consists of vectors, those of one k contiguous.
/// </summary>
/// <remarks>
/// The rows are given in segments, each of <c>run</c> numbers at <see cref="Rows"/> pointers, so that they can be
/// read from their place in memory. Vector j of a row of c is <c>columns[j]</c> floats after the start of the row, and the rows are ldc floats apart;
/// only the first <c>rows</c> rows are written. The loops are unrolled by hand, since the accumulators have to be locals to stay in registers.
/// One k of the 6×4 tile has 24 multiply-adds and 10 loads; two ports of each kind execute them in 12 and in 5 cycles.
/// Data from L3 or memory is prefetched every few steps, so that the loads of the loop never wait for it: the tile's own rows of c, and
/// what the caller reads next. Since only the multiply-add ports are fully used, the caller can
/// have other small work interleaved as well, <see cref="ISideWork"/>.
/// </remarks>
static unsafe class RegisterTile<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Row pointers per segment.</summary>
    public const int Rows = 6;

    /// <summary>
    /// Vectors in a step of the panel: 4 if the registers hold the tile's 6×4 accumulators, its four vectors and one broadcast
    /// number, else 2.
    /// </summary>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Registers >= Rows * 4 + 4 + 1 ? 4 : 2;
    }

    /// <summary>Steps of k between two steps of the side work.</summary>
    const int Interval = 8;

    /// <summary>The most steps of side work that one <see cref="Multiply"/> executes.</summary>
    public static int SideSteps(int segments, int run) => segments * ((run + Interval - 1) / Interval);

    /// <summary>c[0 … rows, all columns] (+)= a · b.</summary>
    /// <param name="side">executes at most <see cref="SideSteps"/> steps; none in tiles of at most three rows or of two columns</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TSide>(int segments, float** a, int run, float* b, float* c, long ldc, int* columns, int rows, bool accumulate, ref TSide side) where TSide : struct, ISideWork
    {
        if (Columns == 4 && rows > 3)
        {
            Tile6x4(segments, a, run, b, c, ldc, columns, rows, accumulate, ref side);
            return;
        }
        for (var r = 0; r < rows; r++)
            for (var j = 0; j < Columns; j++) FetchLine(c + r * ldc + columns[j]);
        if (Columns == 4) Tile3x4(segments, a, run, b, c, ldc, columns, rows, accumulate);
        else Tile6x2(segments, a, run, b, c, ldc, columns, rows, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void FetchLine(float* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }

    /// <summary>6 rows × 4 vectors: 24 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile6x4<TSide>(int segments, float** a, int run, float* b, float* c, long ldc, int* columns, int rows, bool accumulate, ref TSide side) where TSide : struct, ISideWork
    {
        var next = c;
        var left = rows;
        TLanes c00 = default, c01 = default, c02 = default, c03 = default;
        TLanes c10 = default, c11 = default, c12 = default, c13 = default;
        TLanes c20 = default, c21 = default, c22 = default, c23 = default;
        TLanes c30 = default, c31 = default, c32 = default, c33 = default;
        TLanes c40 = default, c41 = default, c42 = default, c43 = default;
        TLanes c50 = default, c51 = default, c52 = default, c53 = default;
        for (; segments > 0; segments--, a += Rows)
            for (nint k = 0; k < run; k += Interval)
            {
                if (left > 0)
                {
                    for (var j = 0; j < 4; j++) FetchLine(next + columns[j]);
                    next += ldc;
                    left--;
                }
                side.Step();
                // Loaded again in each interval, so that the loop has them in registers whatever registers the side work uses.
                float* r0 = a[0] + k, r1 = a[1] + k, r2 = a[2] + k, r3 = a[3] + k, r4 = a[4] + k, r5 = a[5] + k;
                var steps = Math.Min(Interval, run - k);
                for (nint i = 0; i < steps; i++, b += 4 * TLanes.Count)
                {
                    TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + 1 * TLanes.Count), b2 = TLanes.Load(b + 2 * TLanes.Count), b3 = TLanes.Load(b + 3 * TLanes.Count);
                    var w = TLanes.Create(r0[i]);
                    c00.AddProduct(w, b0);
                    c01.AddProduct(w, b1);
                    c02.AddProduct(w, b2);
                    c03.AddProduct(w, b3);
                    w = TLanes.Create(r1[i]);
                    c10.AddProduct(w, b0);
                    c11.AddProduct(w, b1);
                    c12.AddProduct(w, b2);
                    c13.AddProduct(w, b3);
                    w = TLanes.Create(r2[i]);
                    c20.AddProduct(w, b0);
                    c21.AddProduct(w, b1);
                    c22.AddProduct(w, b2);
                    c23.AddProduct(w, b3);
                    w = TLanes.Create(r3[i]);
                    c30.AddProduct(w, b0);
                    c31.AddProduct(w, b1);
                    c32.AddProduct(w, b2);
                    c33.AddProduct(w, b3);
                    w = TLanes.Create(r4[i]);
                    c40.AddProduct(w, b0);
                    c41.AddProduct(w, b1);
                    c42.AddProduct(w, b2);
                    c43.AddProduct(w, b3);
                    w = TLanes.Create(r5[i]);
                    c50.AddProduct(w, b0);
                    c51.AddProduct(w, b1);
                    c52.AddProduct(w, b2);
                    c53.AddProduct(w, b3);
                }
            }
        Finish4(c, columns, c00, c01, c02, c03, accumulate);
        if (rows > 1) Finish4(c + 1 * ldc, columns, c10, c11, c12, c13, accumulate);
        if (rows > 2) Finish4(c + 2 * ldc, columns, c20, c21, c22, c23, accumulate);
        if (rows > 3) Finish4(c + 3 * ldc, columns, c30, c31, c32, c33, accumulate);
        if (rows > 4) Finish4(c + 4 * ldc, columns, c40, c41, c42, c43, accumulate);
        if (rows > 5) Finish4(c + 5 * ldc, columns, c50, c51, c52, c53, accumulate);
    }

    /// <summary>3 rows × 4 vectors: 12 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile3x4(int segments, float** a, int run, float* b, float* c, long ldc, int* columns, int rows, bool accumulate)
    {
        TLanes c00 = default, c01 = default, c02 = default, c03 = default;
        TLanes c10 = default, c11 = default, c12 = default, c13 = default;
        TLanes c20 = default, c21 = default, c22 = default, c23 = default;
        for (; segments > 0; segments--, a += Rows)
        {
            float* a0 = a[0] + run, a1 = a[1] + run, a2 = a[2] + run;
            for (nint k = -run; k != 0; k++, b += 4 * TLanes.Count)
            {
                TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + 1 * TLanes.Count), b2 = TLanes.Load(b + 2 * TLanes.Count), b3 = TLanes.Load(b + 3 * TLanes.Count);
                var w = TLanes.Create(a0[k]);
                c00.AddProduct(w, b0);
                c01.AddProduct(w, b1);
                c02.AddProduct(w, b2);
                c03.AddProduct(w, b3);
                w = TLanes.Create(a1[k]);
                c10.AddProduct(w, b0);
                c11.AddProduct(w, b1);
                c12.AddProduct(w, b2);
                c13.AddProduct(w, b3);
                w = TLanes.Create(a2[k]);
                c20.AddProduct(w, b0);
                c21.AddProduct(w, b1);
                c22.AddProduct(w, b2);
                c23.AddProduct(w, b3);
            }
        }
        Finish4(c, columns, c00, c01, c02, c03, accumulate);
        if (rows > 1) Finish4(c + 1 * ldc, columns, c10, c11, c12, c13, accumulate);
        if (rows > 2) Finish4(c + 2 * ldc, columns, c20, c21, c22, c23, accumulate);
    }

    /// <summary>6 rows × 2 vectors: 12 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile6x2(int segments, float** a, int run, float* b, float* c, long ldc, int* columns, int rows, bool accumulate)
    {
        TLanes c00 = default, c01 = default;
        TLanes c10 = default, c11 = default;
        TLanes c20 = default, c21 = default;
        TLanes c30 = default, c31 = default;
        TLanes c40 = default, c41 = default;
        TLanes c50 = default, c51 = default;
        for (; segments > 0; segments--, a += Rows)
        {
            float* a0 = a[0] + run, a1 = a[1] + run, a2 = a[2] + run, a3 = a[3] + run, a4 = a[4] + run, a5 = a[5] + run;
            for (nint k = -run; k != 0; k++, b += 2 * TLanes.Count)
            {
                TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + 1 * TLanes.Count);
                var w = TLanes.Create(a0[k]);
                c00.AddProduct(w, b0);
                c01.AddProduct(w, b1);
                w = TLanes.Create(a1[k]);
                c10.AddProduct(w, b0);
                c11.AddProduct(w, b1);
                w = TLanes.Create(a2[k]);
                c20.AddProduct(w, b0);
                c21.AddProduct(w, b1);
                w = TLanes.Create(a3[k]);
                c30.AddProduct(w, b0);
                c31.AddProduct(w, b1);
                w = TLanes.Create(a4[k]);
                c40.AddProduct(w, b0);
                c41.AddProduct(w, b1);
                w = TLanes.Create(a5[k]);
                c50.AddProduct(w, b0);
                c51.AddProduct(w, b1);
            }
        }
        Finish2(c, columns, c00, c01, accumulate);
        if (rows > 1) Finish2(c + 1 * ldc, columns, c10, c11, accumulate);
        if (rows > 2) Finish2(c + 2 * ldc, columns, c20, c21, accumulate);
        if (rows > 3) Finish2(c + 3 * ldc, columns, c30, c31, accumulate);
        if (rows > 4) Finish2(c + 4 * ldc, columns, c40, c41, accumulate);
        if (rows > 5) Finish2(c + 5 * ldc, columns, c50, c51, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Finish4(float* c, int* columns, TLanes v0, TLanes v1, TLanes v2, TLanes v3, bool accumulate)
    {
        float* p0 = c + columns[0], p1 = c + columns[1], p2 = c + columns[2], p3 = c + columns[3];
        if (accumulate)
        {
            v0 += TLanes.Load(p0);
            v1 += TLanes.Load(p1);
            v2 += TLanes.Load(p2);
            v3 += TLanes.Load(p3);
        }
        v0.Store(p0);
        v1.Store(p1);
        v2.Store(p2);
        v3.Store(p3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Finish2(float* c, int* columns, TLanes v0, TLanes v1, bool accumulate)
    {
        float* p0 = c + columns[0], p1 = c + columns[1];
        if (accumulate)
        {
            v0 += TLanes.Load(p0);
            v1 += TLanes.Load(p1);
        }
        v0.Store(p0);
        v1.Store(p1);
    }
}
