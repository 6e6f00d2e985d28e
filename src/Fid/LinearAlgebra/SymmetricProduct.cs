using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseGen.Fid;

/// <summary>
/// y ← A·x for symmetric A. Each element of the lower triangle is read once and used for its row and its column. The rows are
/// divided into strips of about equal area, which are distributed over threads; the sums of the strips are added in a fixed order.
/// </summary>
sealed unsafe class SymmetricProduct
{
    const int Strips = 8;

    /// <summary>Number of rows from which on several threads are faster than one.</summary>
    const int MinParallelRows = 256;

    readonly double[][] _sums;

    /// <param name="size">number of rows of the largest matrix</param>
    public SymmetricProduct(int size) => _sums = [.. Enumerable.Range(0, Strips).Select(_ => new double[size])];

    /// <summary>y ← A·x, where A is the part of <paramref name="a"/> from row and column <paramref name="first"/> on.</summary>
    /// <param name="x">its first elements, as many as A has rows</param>
    /// <param name="y">as many elements, overwritten</param>
    public void Run(Matrix a, int first, double[] x, Span<double> y)
    {
        var size = a.Rows - first;
        if (size < MinParallelRows)
            for (var strip = 0; strip < Strips; strip++) RunStrip(a, first, x, strip);
        else Parallel.For(0, Strips, strip => RunStrip(a, first, x, strip));
        _sums[0].AsSpan(0, size).CopyTo(y);
        for (var strip = 1; strip < Strips; strip++) VectorSums.AddScaled(1, _sums[strip].AsSpan(0, Bound(size, strip + 1)), y);
    }

    void RunStrip(Matrix a, int first, double[] x, int strip)
    {
        var size = a.Rows - first;
        var (start, end) = (Bound(size, strip), Bound(size, strip + 1));
        var sums = _sums[strip];
        sums.AsSpan(0, strip == 0 ? size : end).Clear();
        fixed (double* corner = &a[first, first], px = x, py = sums)
        {
            if (Vector512.IsHardwareAccelerated) AddRows<Doubles512>(corner, a.Columns, start, end, px, py);
            else AddRows<NarrowDoubles>(corner, a.Columns, start, end, px, py);
        }
    }

    /// <summary>Adds the contributions of rows [start, end) to y, four rows at a time up to the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddRows<TLanes>(double* a, int stride, int start, int end, double* x, double* y) where TLanes : unmanaged, IDoubles<TLanes>
    {
        var i = start;
        for (; i <= end - 4; i += 4)
        {
            double* row0 = a + (long)i * stride, row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
            var (x0, x1, x2, x3) = (TLanes.Create(x[i]), TLanes.Create(x[i + 1]), TLanes.Create(x[i + 2]), TLanes.Create(x[i + 3]));
            TLanes sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            var j = 0;
            for (; j <= i - TLanes.Count; j += TLanes.Count)
            {
                var across = TLanes.Load(x + j);
                var down = TLanes.Load(y + j);
                var a0 = TLanes.Load(row0 + j);
                sum0 = TLanes.MultiplyAdd(a0, across, sum0);
                down = TLanes.MultiplyAdd(a0, x0, down);
                var a1 = TLanes.Load(row1 + j);
                sum1 = TLanes.MultiplyAdd(a1, across, sum1);
                down = TLanes.MultiplyAdd(a1, x1, down);
                var a2 = TLanes.Load(row2 + j);
                sum2 = TLanes.MultiplyAdd(a2, across, sum2);
                down = TLanes.MultiplyAdd(a2, x2, down);
                var a3 = TLanes.Load(row3 + j);
                sum3 = TLanes.MultiplyAdd(a3, across, sum3);
                TLanes.MultiplyAdd(a3, x3, down).Store(y + j);
            }
            y[i] += TLanes.Sum(sum0);
            y[i + 1] += TLanes.Sum(sum1);
            y[i + 2] += TLanes.Sum(sum2);
            y[i + 3] += TLanes.Sum(sum3);
            for (var r = i; r < i + 4; r++) AddRow(a + (long)r * stride, r, j, x, y);
        }
        for (; i < end; i++) AddRow(a + (long)i * stride, i, 0, x, y);
    }

    /// <summary>Adds the contribution of row i from column j to the diagonal.</summary>
    static void AddRow(double* row, int i, int j, double* x, double* y)
    {
        for (; j < i; j++)
        {
            y[i] += row[j] * x[j];
            y[j] += row[j] * x[i];
        }
        y[i] += row[i] * x[i];
    }

    /// <summary>The first row of a strip, size·√(strip/Strips): the lower triangle up to that row has the fraction strip/Strips of the area.</summary>
    static int Bound(int size, int strip) => (int)(size * Math.Sqrt((double)strip / Strips));
}
