using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>
/// The inner loops of masked BackwardWeights: a dot product for each survivor of a run (see <see cref="MaskedRun{TLanes}"/>) of
/// the tile's output gradient, which stays in registers, with the patch. The lanes of four products are summed together.
/// </summary>
static unsafe class MaskedDot<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>For each run: sums[k] (+)= Σ over the tile's vectors v and lanes of y[row, v] · patch[offsets[k] + v].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int vectors, MaskedPlan.Run* runs, int count, int* offsets, float* patch, int* groups, float* y, float* sums, bool accumulate)
    {
        if (vectors == 16) Dot16(runs, count, offsets, patch, groups, y, sums, accumulate);
        else if (vectors == 8) Dot8(runs, count, offsets, patch, groups, y, sums, accumulate);
        else Dot4(runs, count, offsets, patch, groups, y, sums, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot16(MaskedPlan.Run* runs, int count, int* offsets, float* patch, int* groups, float* y, float* sums, bool accumulate)
    {
        long g1 = groups[1], g2 = groups[2], g3 = groups[3];
        for (var end = runs + count; runs < end; runs++)
        {
            var row = y + (long)runs->Row * 16 * TLanes.Count;
            TLanes a0 = TLanes.Load(row), a1 = TLanes.Load(row + 1 * TLanes.Count), a2 = TLanes.Load(row + 2 * TLanes.Count), a3 = TLanes.Load(row + 3 * TLanes.Count);
            TLanes b0 = TLanes.Load(row + 4 * TLanes.Count), b1 = TLanes.Load(row + 5 * TLanes.Count), b2 = TLanes.Load(row + 6 * TLanes.Count), b3 = TLanes.Load(row + 7 * TLanes.Count);
            TLanes c0 = TLanes.Load(row + 8 * TLanes.Count), c1 = TLanes.Load(row + 9 * TLanes.Count), c2 = TLanes.Load(row + 10 * TLanes.Count), c3 = TLanes.Load(row + 11 * TLanes.Count);
            TLanes d0 = TLanes.Load(row + 12 * TLanes.Count), d1 = TLanes.Load(row + 13 * TLanes.Count), d2 = TLanes.Load(row + 14 * TLanes.Count), d3 = TLanes.Load(row + 15 * TLanes.Count);
            var offset = offsets + runs->Start;
            var sum = sums + runs->Start;
            nint k = 0, length = runs->Count;
            for (; k + 3 < length; k += 4)
            {
                var s = patch + offset[k];
                var p0 = a0 * TLanes.Load(s);
                p0.AddProduct(a1, TLanes.Load(s + 1 * TLanes.Count));
                p0.AddProduct(a2, TLanes.Load(s + 2 * TLanes.Count));
                p0.AddProduct(a3, TLanes.Load(s + 3 * TLanes.Count));
                var s1 = s + g1;
                p0.AddProduct(b0, TLanes.Load(s1));
                p0.AddProduct(b1, TLanes.Load(s1 + 1 * TLanes.Count));
                p0.AddProduct(b2, TLanes.Load(s1 + 2 * TLanes.Count));
                p0.AddProduct(b3, TLanes.Load(s1 + 3 * TLanes.Count));
                var s2 = s + g2;
                p0.AddProduct(c0, TLanes.Load(s2));
                p0.AddProduct(c1, TLanes.Load(s2 + 1 * TLanes.Count));
                p0.AddProduct(c2, TLanes.Load(s2 + 2 * TLanes.Count));
                p0.AddProduct(c3, TLanes.Load(s2 + 3 * TLanes.Count));
                var s3 = s + g3;
                p0.AddProduct(d0, TLanes.Load(s3));
                p0.AddProduct(d1, TLanes.Load(s3 + 1 * TLanes.Count));
                p0.AddProduct(d2, TLanes.Load(s3 + 2 * TLanes.Count));
                p0.AddProduct(d3, TLanes.Load(s3 + 3 * TLanes.Count));
                var t = patch + offset[k + 1];
                var p1 = a0 * TLanes.Load(t);
                p1.AddProduct(a1, TLanes.Load(t + 1 * TLanes.Count));
                p1.AddProduct(a2, TLanes.Load(t + 2 * TLanes.Count));
                p1.AddProduct(a3, TLanes.Load(t + 3 * TLanes.Count));
                var t1 = t + g1;
                p1.AddProduct(b0, TLanes.Load(t1));
                p1.AddProduct(b1, TLanes.Load(t1 + 1 * TLanes.Count));
                p1.AddProduct(b2, TLanes.Load(t1 + 2 * TLanes.Count));
                p1.AddProduct(b3, TLanes.Load(t1 + 3 * TLanes.Count));
                var t2 = t + g2;
                p1.AddProduct(c0, TLanes.Load(t2));
                p1.AddProduct(c1, TLanes.Load(t2 + 1 * TLanes.Count));
                p1.AddProduct(c2, TLanes.Load(t2 + 2 * TLanes.Count));
                p1.AddProduct(c3, TLanes.Load(t2 + 3 * TLanes.Count));
                var t3 = t + g3;
                p1.AddProduct(d0, TLanes.Load(t3));
                p1.AddProduct(d1, TLanes.Load(t3 + 1 * TLanes.Count));
                p1.AddProduct(d2, TLanes.Load(t3 + 2 * TLanes.Count));
                p1.AddProduct(d3, TLanes.Load(t3 + 3 * TLanes.Count));
                var u = patch + offset[k + 2];
                var p2 = a0 * TLanes.Load(u);
                p2.AddProduct(a1, TLanes.Load(u + 1 * TLanes.Count));
                p2.AddProduct(a2, TLanes.Load(u + 2 * TLanes.Count));
                p2.AddProduct(a3, TLanes.Load(u + 3 * TLanes.Count));
                var u1 = u + g1;
                p2.AddProduct(b0, TLanes.Load(u1));
                p2.AddProduct(b1, TLanes.Load(u1 + 1 * TLanes.Count));
                p2.AddProduct(b2, TLanes.Load(u1 + 2 * TLanes.Count));
                p2.AddProduct(b3, TLanes.Load(u1 + 3 * TLanes.Count));
                var u2 = u + g2;
                p2.AddProduct(c0, TLanes.Load(u2));
                p2.AddProduct(c1, TLanes.Load(u2 + 1 * TLanes.Count));
                p2.AddProduct(c2, TLanes.Load(u2 + 2 * TLanes.Count));
                p2.AddProduct(c3, TLanes.Load(u2 + 3 * TLanes.Count));
                var u3 = u + g3;
                p2.AddProduct(d0, TLanes.Load(u3));
                p2.AddProduct(d1, TLanes.Load(u3 + 1 * TLanes.Count));
                p2.AddProduct(d2, TLanes.Load(u3 + 2 * TLanes.Count));
                p2.AddProduct(d3, TLanes.Load(u3 + 3 * TLanes.Count));
                var v = patch + offset[k + 3];
                var p3 = a0 * TLanes.Load(v);
                p3.AddProduct(a1, TLanes.Load(v + 1 * TLanes.Count));
                p3.AddProduct(a2, TLanes.Load(v + 2 * TLanes.Count));
                p3.AddProduct(a3, TLanes.Load(v + 3 * TLanes.Count));
                var v1 = v + g1;
                p3.AddProduct(b0, TLanes.Load(v1));
                p3.AddProduct(b1, TLanes.Load(v1 + 1 * TLanes.Count));
                p3.AddProduct(b2, TLanes.Load(v1 + 2 * TLanes.Count));
                p3.AddProduct(b3, TLanes.Load(v1 + 3 * TLanes.Count));
                var v2 = v + g2;
                p3.AddProduct(c0, TLanes.Load(v2));
                p3.AddProduct(c1, TLanes.Load(v2 + 1 * TLanes.Count));
                p3.AddProduct(c2, TLanes.Load(v2 + 2 * TLanes.Count));
                p3.AddProduct(c3, TLanes.Load(v2 + 3 * TLanes.Count));
                var v3 = v + g3;
                p3.AddProduct(d0, TLanes.Load(v3));
                p3.AddProduct(d1, TLanes.Load(v3 + 1 * TLanes.Count));
                p3.AddProduct(d2, TLanes.Load(v3 + 2 * TLanes.Count));
                p3.AddProduct(d3, TLanes.Load(v3 + 3 * TLanes.Count));
                var four = TLanes.Sums(p0, p1, p2, p3);
                if (accumulate) four += Vector128.Load(sum + k);
                four.Store(sum + k);
            }
            for (; k < length; k++)
            {
                var s = patch + offset[k];
                var p0 = a0 * TLanes.Load(s);
                var p1 = a1 * TLanes.Load(s + 1 * TLanes.Count);
                var p2 = a2 * TLanes.Load(s + 2 * TLanes.Count);
                var p3 = a3 * TLanes.Load(s + 3 * TLanes.Count);
                var s1 = s + g1;
                p0.AddProduct(b0, TLanes.Load(s1));
                p1.AddProduct(b1, TLanes.Load(s1 + 1 * TLanes.Count));
                p2.AddProduct(b2, TLanes.Load(s1 + 2 * TLanes.Count));
                p3.AddProduct(b3, TLanes.Load(s1 + 3 * TLanes.Count));
                var s2 = s + g2;
                p0.AddProduct(c0, TLanes.Load(s2));
                p1.AddProduct(c1, TLanes.Load(s2 + 1 * TLanes.Count));
                p2.AddProduct(c2, TLanes.Load(s2 + 2 * TLanes.Count));
                p3.AddProduct(c3, TLanes.Load(s2 + 3 * TLanes.Count));
                var s3 = s + g3;
                p0.AddProduct(d0, TLanes.Load(s3));
                p1.AddProduct(d1, TLanes.Load(s3 + 1 * TLanes.Count));
                p2.AddProduct(d2, TLanes.Load(s3 + 2 * TLanes.Count));
                p3.AddProduct(d3, TLanes.Load(s3 + 3 * TLanes.Count));
                var one = TLanes.Sum(p0 + p1 + (p2 + p3));
                sum[k] = accumulate ? sum[k] + one : one;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot8(MaskedPlan.Run* runs, int count, int* offsets, float* patch, int* groups, float* y, float* sums, bool accumulate)
    {
        long g1 = groups[1];
        for (var end = runs + count; runs < end; runs++)
        {
            var row = y + (long)runs->Row * 8 * TLanes.Count;
            TLanes a0 = TLanes.Load(row), a1 = TLanes.Load(row + 1 * TLanes.Count), a2 = TLanes.Load(row + 2 * TLanes.Count), a3 = TLanes.Load(row + 3 * TLanes.Count);
            TLanes b0 = TLanes.Load(row + 4 * TLanes.Count), b1 = TLanes.Load(row + 5 * TLanes.Count), b2 = TLanes.Load(row + 6 * TLanes.Count), b3 = TLanes.Load(row + 7 * TLanes.Count);
            var offset = offsets + runs->Start;
            var sum = sums + runs->Start;
            nint k = 0, length = runs->Count;
            for (; k + 3 < length; k += 4)
            {
                var s = patch + offset[k];
                var p0 = a0 * TLanes.Load(s);
                p0.AddProduct(a1, TLanes.Load(s + 1 * TLanes.Count));
                p0.AddProduct(a2, TLanes.Load(s + 2 * TLanes.Count));
                p0.AddProduct(a3, TLanes.Load(s + 3 * TLanes.Count));
                var s1 = s + g1;
                p0.AddProduct(b0, TLanes.Load(s1));
                p0.AddProduct(b1, TLanes.Load(s1 + 1 * TLanes.Count));
                p0.AddProduct(b2, TLanes.Load(s1 + 2 * TLanes.Count));
                p0.AddProduct(b3, TLanes.Load(s1 + 3 * TLanes.Count));
                var t = patch + offset[k + 1];
                var p1 = a0 * TLanes.Load(t);
                p1.AddProduct(a1, TLanes.Load(t + 1 * TLanes.Count));
                p1.AddProduct(a2, TLanes.Load(t + 2 * TLanes.Count));
                p1.AddProduct(a3, TLanes.Load(t + 3 * TLanes.Count));
                var t1 = t + g1;
                p1.AddProduct(b0, TLanes.Load(t1));
                p1.AddProduct(b1, TLanes.Load(t1 + 1 * TLanes.Count));
                p1.AddProduct(b2, TLanes.Load(t1 + 2 * TLanes.Count));
                p1.AddProduct(b3, TLanes.Load(t1 + 3 * TLanes.Count));
                var u = patch + offset[k + 2];
                var p2 = a0 * TLanes.Load(u);
                p2.AddProduct(a1, TLanes.Load(u + 1 * TLanes.Count));
                p2.AddProduct(a2, TLanes.Load(u + 2 * TLanes.Count));
                p2.AddProduct(a3, TLanes.Load(u + 3 * TLanes.Count));
                var u1 = u + g1;
                p2.AddProduct(b0, TLanes.Load(u1));
                p2.AddProduct(b1, TLanes.Load(u1 + 1 * TLanes.Count));
                p2.AddProduct(b2, TLanes.Load(u1 + 2 * TLanes.Count));
                p2.AddProduct(b3, TLanes.Load(u1 + 3 * TLanes.Count));
                var v = patch + offset[k + 3];
                var p3 = a0 * TLanes.Load(v);
                p3.AddProduct(a1, TLanes.Load(v + 1 * TLanes.Count));
                p3.AddProduct(a2, TLanes.Load(v + 2 * TLanes.Count));
                p3.AddProduct(a3, TLanes.Load(v + 3 * TLanes.Count));
                var v1 = v + g1;
                p3.AddProduct(b0, TLanes.Load(v1));
                p3.AddProduct(b1, TLanes.Load(v1 + 1 * TLanes.Count));
                p3.AddProduct(b2, TLanes.Load(v1 + 2 * TLanes.Count));
                p3.AddProduct(b3, TLanes.Load(v1 + 3 * TLanes.Count));
                var four = TLanes.Sums(p0, p1, p2, p3);
                if (accumulate) four += Vector128.Load(sum + k);
                four.Store(sum + k);
            }
            for (; k < length; k++)
            {
                var s = patch + offset[k];
                var p0 = a0 * TLanes.Load(s);
                var p1 = a1 * TLanes.Load(s + 1 * TLanes.Count);
                var p2 = a2 * TLanes.Load(s + 2 * TLanes.Count);
                var p3 = a3 * TLanes.Load(s + 3 * TLanes.Count);
                var s1 = s + g1;
                p0.AddProduct(b0, TLanes.Load(s1));
                p1.AddProduct(b1, TLanes.Load(s1 + 1 * TLanes.Count));
                p2.AddProduct(b2, TLanes.Load(s1 + 2 * TLanes.Count));
                p3.AddProduct(b3, TLanes.Load(s1 + 3 * TLanes.Count));
                var one = TLanes.Sum(p0 + p1 + (p2 + p3));
                sum[k] = accumulate ? sum[k] + one : one;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot4(MaskedPlan.Run* runs, int count, int* offsets, float* patch, int* groups, float* y, float* sums, bool accumulate)
    {
        for (var end = runs + count; runs < end; runs++)
        {
            var row = y + (long)runs->Row * 4 * TLanes.Count;
            TLanes a0 = TLanes.Load(row), a1 = TLanes.Load(row + 1 * TLanes.Count), a2 = TLanes.Load(row + 2 * TLanes.Count), a3 = TLanes.Load(row + 3 * TLanes.Count);
            var offset = offsets + runs->Start;
            var sum = sums + runs->Start;
            nint k = 0, length = runs->Count;
            for (; k + 3 < length; k += 4)
            {
                var s = patch + offset[k];
                var p0 = a0 * TLanes.Load(s);
                p0.AddProduct(a1, TLanes.Load(s + 1 * TLanes.Count));
                p0.AddProduct(a2, TLanes.Load(s + 2 * TLanes.Count));
                p0.AddProduct(a3, TLanes.Load(s + 3 * TLanes.Count));
                var t = patch + offset[k + 1];
                var p1 = a0 * TLanes.Load(t);
                p1.AddProduct(a1, TLanes.Load(t + 1 * TLanes.Count));
                p1.AddProduct(a2, TLanes.Load(t + 2 * TLanes.Count));
                p1.AddProduct(a3, TLanes.Load(t + 3 * TLanes.Count));
                var u = patch + offset[k + 2];
                var p2 = a0 * TLanes.Load(u);
                p2.AddProduct(a1, TLanes.Load(u + 1 * TLanes.Count));
                p2.AddProduct(a2, TLanes.Load(u + 2 * TLanes.Count));
                p2.AddProduct(a3, TLanes.Load(u + 3 * TLanes.Count));
                var v = patch + offset[k + 3];
                var p3 = a0 * TLanes.Load(v);
                p3.AddProduct(a1, TLanes.Load(v + 1 * TLanes.Count));
                p3.AddProduct(a2, TLanes.Load(v + 2 * TLanes.Count));
                p3.AddProduct(a3, TLanes.Load(v + 3 * TLanes.Count));
                var four = TLanes.Sums(p0, p1, p2, p3);
                if (accumulate) four += Vector128.Load(sum + k);
                four.Store(sum + k);
            }
            for (; k < length; k++)
            {
                var s = patch + offset[k];
                var p0 = a0 * TLanes.Load(s);
                var p1 = a1 * TLanes.Load(s + 1 * TLanes.Count);
                var p2 = a2 * TLanes.Load(s + 2 * TLanes.Count);
                var p3 = a3 * TLanes.Load(s + 3 * TLanes.Count);
                var one = TLanes.Sum(p0 + p1 + (p2 + p3));
                sum[k] = accumulate ? sum[k] + one : one;
            }
        }
    }
}
