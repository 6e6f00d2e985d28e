using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseGen.Fid;

/// <summary>Sums over contiguous doubles; the order of the additions depends on the vector width only.</summary>
static unsafe class VectorSums
{
    /// <summary>Σ x·y, over the length of x.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
        Vector512.IsHardwareAccelerated ? Dot<Doubles512>(x, y) : Dot<NarrowDoubles>(x, y);

    /// <summary>y ← y + a·x, over the length of x.</summary>
    public static void AddScaled(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        if (Vector512.IsHardwareAccelerated) AddScaled<Doubles512>(a, x, y);
        else AddScaled<NarrowDoubles>(a, x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Dot<TLanes>(ReadOnlySpan<double> x, ReadOnlySpan<double> y) where TLanes : unmanaged, IDoubles<TLanes>
    {
        TLanes sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        var i = 0;
        y = y[..x.Length];
        fixed (double* px = x, py = y)
        {
            for (; i <= x.Length - 4 * TLanes.Count; i += 4 * TLanes.Count)
            {
                sum0 = TLanes.MultiplyAdd(TLanes.Load(px + i), TLanes.Load(py + i), sum0);
                sum1 = TLanes.MultiplyAdd(TLanes.Load(px + i + TLanes.Count), TLanes.Load(py + i + TLanes.Count), sum1);
                sum2 = TLanes.MultiplyAdd(TLanes.Load(px + i + 2 * TLanes.Count), TLanes.Load(py + i + 2 * TLanes.Count), sum2);
                sum3 = TLanes.MultiplyAdd(TLanes.Load(px + i + 3 * TLanes.Count), TLanes.Load(py + i + 3 * TLanes.Count), sum3);
            }
            for (; i <= x.Length - TLanes.Count; i += TLanes.Count) sum0 = TLanes.MultiplyAdd(TLanes.Load(px + i), TLanes.Load(py + i), sum0);
        }
        var sum = TLanes.Sum(sum0 + sum1 + (sum2 + sum3));
        for (; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddScaled<TLanes>(double a, ReadOnlySpan<double> x, Span<double> y) where TLanes : unmanaged, IDoubles<TLanes>
    {
        var factor = TLanes.Create(a);
        var i = 0;
        y = y[..x.Length];
        fixed (double* px = x, py = y)
            for (; i <= x.Length - TLanes.Count; i += TLanes.Count)
                TLanes.MultiplyAdd(factor, TLanes.Load(px + i), TLanes.Load(py + i)).Store(py + i);
        for (; i < x.Length; i++) y[i] += a * x[i];
    }
}
