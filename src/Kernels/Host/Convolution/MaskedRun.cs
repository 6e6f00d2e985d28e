using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// The inner loops of masked execution. A run is what survives of one row of a weight in one block of channels: for each
/// survivor an offset into the patch, from which the tile's vectors are read in groups of four.
/// </summary>
/// <remarks>
/// <see cref="MultiplyAdd"/> keeps the sums of the tile in registers throughout a run; a survivor costs one load a
/// multiply-add, one broadcast and one offset. <see cref="Dot"/> keeps the output gradient of the tile in registers.
/// Unrolled by hand, as <see cref="RegisterTile{TLanes}"/> is.
/// </remarks>
static unsafe class MaskedRun<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Vectors of a tile that fit into registers.</summary>
    public static int MostVectors => TLanes.Count == 16 ? 16 : 8;

    /// <summary>sums[v] (+)= Σₖ values[k] · patch[offsets[k] + v] for the <paramref name="vectors"/> vectors v of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(int vectors, int count, int* offsets, float* values, float* patch, int* groups, float* sums, bool accumulate)
    {
        if (vectors == 16) Run16(count, offsets, values, patch, groups, sums, accumulate);
        else if (vectors == 8) Run8(count, offsets, values, patch, groups, sums, accumulate);
        else Run4(count, offsets, values, patch, groups, sums, accumulate);
    }

    /// <summary>sums[k] (+)= Σ over the tile's vectors v and lanes of y[v] · patch[offsets[k] + v].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Dot(int vectors, int count, int* offsets, float* patch, int* groups, float* y, float* sums, bool accumulate)
    {
        if (vectors == 16) Dot16(count, offsets, patch, groups, y, sums, accumulate);
        else if (vectors == 8) Dot8(count, offsets, patch, groups, y, sums, accumulate);
        else Dot4(count, offsets, patch, groups, y, sums, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run16(int count, int* offsets, float* values, float* patch, int* groups, float* sums, bool accumulate)
    {
        TLanes a0 = default, a1 = default, a2 = default, a3 = default;
        TLanes b0 = default, b1 = default, b2 = default, b3 = default;
        TLanes c0 = default, c1 = default, c2 = default, c3 = default;
        TLanes d0 = default, d1 = default, d2 = default, d3 = default;
        long g1 = groups[1], g2 = groups[2], g3 = groups[3];
        nint k = 0;
        for (; k < count; k++)
        {
            var s = patch + offsets[k];
            var w = TLanes.Create(values[k]);
            a0.AddProduct(w, TLanes.Load(s));
            a1.AddProduct(w, TLanes.Load(s + 1 * TLanes.Count));
            a2.AddProduct(w, TLanes.Load(s + 2 * TLanes.Count));
            a3.AddProduct(w, TLanes.Load(s + 3 * TLanes.Count));
            var s1 = s + g1;
            b0.AddProduct(w, TLanes.Load(s1));
            b1.AddProduct(w, TLanes.Load(s1 + 1 * TLanes.Count));
            b2.AddProduct(w, TLanes.Load(s1 + 2 * TLanes.Count));
            b3.AddProduct(w, TLanes.Load(s1 + 3 * TLanes.Count));
            var s2 = s + g2;
            c0.AddProduct(w, TLanes.Load(s2));
            c1.AddProduct(w, TLanes.Load(s2 + 1 * TLanes.Count));
            c2.AddProduct(w, TLanes.Load(s2 + 2 * TLanes.Count));
            c3.AddProduct(w, TLanes.Load(s2 + 3 * TLanes.Count));
            var s3 = s + g3;
            d0.AddProduct(w, TLanes.Load(s3));
            d1.AddProduct(w, TLanes.Load(s3 + 1 * TLanes.Count));
            d2.AddProduct(w, TLanes.Load(s3 + 2 * TLanes.Count));
            d3.AddProduct(w, TLanes.Load(s3 + 3 * TLanes.Count));
        }
        Finish(sums, a0, a1, a2, a3, accumulate);
        Finish(sums + 4 * TLanes.Count, b0, b1, b2, b3, accumulate);
        Finish(sums + 8 * TLanes.Count, c0, c1, c2, c3, accumulate);
        Finish(sums + 12 * TLanes.Count, d0, d1, d2, d3, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run8(int count, int* offsets, float* values, float* patch, int* groups, float* sums, bool accumulate)
    {
        TLanes a0 = default, a1 = default, a2 = default, a3 = default;
        TLanes b0 = default, b1 = default, b2 = default, b3 = default;
        long g1 = groups[1];
        nint k = 0;
        for (; k < count; k++)
        {
            var s = patch + offsets[k];
            var w = TLanes.Create(values[k]);
            a0.AddProduct(w, TLanes.Load(s));
            a1.AddProduct(w, TLanes.Load(s + 1 * TLanes.Count));
            a2.AddProduct(w, TLanes.Load(s + 2 * TLanes.Count));
            a3.AddProduct(w, TLanes.Load(s + 3 * TLanes.Count));
            var s1 = s + g1;
            b0.AddProduct(w, TLanes.Load(s1));
            b1.AddProduct(w, TLanes.Load(s1 + 1 * TLanes.Count));
            b2.AddProduct(w, TLanes.Load(s1 + 2 * TLanes.Count));
            b3.AddProduct(w, TLanes.Load(s1 + 3 * TLanes.Count));
        }
        Finish(sums, a0, a1, a2, a3, accumulate);
        Finish(sums + 4 * TLanes.Count, b0, b1, b2, b3, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run4(int count, int* offsets, float* values, float* patch, int* groups, float* sums, bool accumulate)
    {
        TLanes a0 = default, a1 = default, a2 = default, a3 = default;
        TLanes a0x = default, a1x = default, a2x = default, a3x = default;
        nint k = 0;
        for (; k + 1 < count; k += 2)
        {
            var s = patch + offsets[k];
            var w = TLanes.Create(values[k]);
            a0.AddProduct(w, TLanes.Load(s));
            a1.AddProduct(w, TLanes.Load(s + 1 * TLanes.Count));
            a2.AddProduct(w, TLanes.Load(s + 2 * TLanes.Count));
            a3.AddProduct(w, TLanes.Load(s + 3 * TLanes.Count));
            var t = patch + offsets[k + 1];
            var v = TLanes.Create(values[k + 1]);
            a0x.AddProduct(v, TLanes.Load(t));
            a1x.AddProduct(v, TLanes.Load(t + 1 * TLanes.Count));
            a2x.AddProduct(v, TLanes.Load(t + 2 * TLanes.Count));
            a3x.AddProduct(v, TLanes.Load(t + 3 * TLanes.Count));
        }
        for (; k < count; k++)
        {
            var s = patch + offsets[k];
            var w = TLanes.Create(values[k]);
            a0.AddProduct(w, TLanes.Load(s));
            a1.AddProduct(w, TLanes.Load(s + 1 * TLanes.Count));
            a2.AddProduct(w, TLanes.Load(s + 2 * TLanes.Count));
            a3.AddProduct(w, TLanes.Load(s + 3 * TLanes.Count));
        }
        Finish(sums, a0 + a0x, a1 + a1x, a2 + a2x, a3 + a3x, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot16(int count, int* offsets, float* patch, int* groups, float* y, float* sums, bool accumulate)
    {
        TLanes a0 = TLanes.Load(y), a1 = TLanes.Load(y + 1 * TLanes.Count), a2 = TLanes.Load(y + 2 * TLanes.Count), a3 = TLanes.Load(y + 3 * TLanes.Count);
        TLanes b0 = TLanes.Load(y + 4 * TLanes.Count), b1 = TLanes.Load(y + 5 * TLanes.Count), b2 = TLanes.Load(y + 6 * TLanes.Count), b3 = TLanes.Load(y + 7 * TLanes.Count);
        TLanes c0 = TLanes.Load(y + 8 * TLanes.Count), c1 = TLanes.Load(y + 9 * TLanes.Count), c2 = TLanes.Load(y + 10 * TLanes.Count), c3 = TLanes.Load(y + 11 * TLanes.Count);
        TLanes d0 = TLanes.Load(y + 12 * TLanes.Count), d1 = TLanes.Load(y + 13 * TLanes.Count), d2 = TLanes.Load(y + 14 * TLanes.Count), d3 = TLanes.Load(y + 15 * TLanes.Count);
        long g1 = groups[1], g2 = groups[2], g3 = groups[3];
        for (nint k = 0; k < count; k++)
        {
            var s = patch + offsets[k];
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
            var sum = TLanes.Sum(p0 + p1 + (p2 + p3));
            sums[k] = accumulate ? sums[k] + sum : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot8(int count, int* offsets, float* patch, int* groups, float* y, float* sums, bool accumulate)
    {
        TLanes a0 = TLanes.Load(y), a1 = TLanes.Load(y + 1 * TLanes.Count), a2 = TLanes.Load(y + 2 * TLanes.Count), a3 = TLanes.Load(y + 3 * TLanes.Count);
        TLanes b0 = TLanes.Load(y + 4 * TLanes.Count), b1 = TLanes.Load(y + 5 * TLanes.Count), b2 = TLanes.Load(y + 6 * TLanes.Count), b3 = TLanes.Load(y + 7 * TLanes.Count);
        long g1 = groups[1];
        for (nint k = 0; k < count; k++)
        {
            var s = patch + offsets[k];
            var p0 = a0 * TLanes.Load(s);
            var p1 = a1 * TLanes.Load(s + 1 * TLanes.Count);
            var p2 = a2 * TLanes.Load(s + 2 * TLanes.Count);
            var p3 = a3 * TLanes.Load(s + 3 * TLanes.Count);
            var s1 = s + g1;
            p0.AddProduct(b0, TLanes.Load(s1));
            p1.AddProduct(b1, TLanes.Load(s1 + 1 * TLanes.Count));
            p2.AddProduct(b2, TLanes.Load(s1 + 2 * TLanes.Count));
            p3.AddProduct(b3, TLanes.Load(s1 + 3 * TLanes.Count));
            var sum = TLanes.Sum(p0 + p1 + (p2 + p3));
            sums[k] = accumulate ? sums[k] + sum : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dot4(int count, int* offsets, float* patch, int* groups, float* y, float* sums, bool accumulate)
    {
        TLanes a0 = TLanes.Load(y), a1 = TLanes.Load(y + 1 * TLanes.Count), a2 = TLanes.Load(y + 2 * TLanes.Count), a3 = TLanes.Load(y + 3 * TLanes.Count);
        for (nint k = 0; k < count; k++)
        {
            var s = patch + offsets[k];
            var p0 = a0 * TLanes.Load(s);
            var p1 = a1 * TLanes.Load(s + 1 * TLanes.Count);
            var p2 = a2 * TLanes.Load(s + 2 * TLanes.Count);
            var p3 = a3 * TLanes.Load(s + 3 * TLanes.Count);
            var sum = TLanes.Sum(p0 + p1 + (p2 + p3));
            sums[k] = accumulate ? sums[k] + sum : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Finish(float* sums, TLanes v0, TLanes v1, TLanes v2, TLanes v3, bool accumulate)
    {
        if (accumulate)
        {
            v0 += TLanes.Load(sums);
            v1 += TLanes.Load(sums + TLanes.Count);
            v2 += TLanes.Load(sums + 2 * TLanes.Count);
            v3 += TLanes.Load(sums + 3 * TLanes.Count);
        }
        v0.Store(sums);
        v1.Store(sums + TLanes.Count);
        v2.Store(sums + 2 * TLanes.Count);
        v3.Store(sums + 3 * TLanes.Count);
    }
}
