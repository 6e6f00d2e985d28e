using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// The inner loops of masked Forward and BackwardData. A run consists of the survivors of one row of a weight in one block of
/// channels: for each survivor a value and an offset into the patch, from which the tile's vectors are read in groups of four.
/// </summary>
/// <remarks>
/// The sums of the tile stay in registers throughout a run. A survivor needs one load per multiply-add, one broadcast and one
/// load of an offset. Runs are ordered by length, so that the ends of their loops are predicted correctly. The loops are
/// unrolled by hand, as in <see cref="RegisterTile{TLanes}"/>.
/// </remarks>
static unsafe class MaskedRun<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>The most vectors of a tile: half of the registers hold its sums.</summary>
    public static int MostVectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Registers / 2;
    }

    /// <summary>For each run: sums[row, v] (+)= Σₖ values[k] · patch[offsets[k] + v] for all vectors v of a tile, as many at a time as fit into registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(PatchShape shape, MaskedPlan.Run* runs, int count, int* offsets, float* values, float* patch, float* sums)
    {
        var rowFloats = shape.Vectors * TLanes.Count;
        fixed (int* groups = shape.GroupOffsets)
            for (int done = 0, left = shape.Vectors; left > 0;)
            {
                var group = groups + done / PatchShape.Group;
                var to = sums + done * TLanes.Count;
                var vectors = left >= 16 && MostVectors >= 16 ? 16 : left >= 8 ? 8 : 4;
                if (vectors == 16) Run16(runs, count, offsets, values, patch + group[0], group, to, rowFloats);
                else if (vectors == 8) Run8(runs, count, offsets, values, patch + group[0], group, to, rowFloats);
                else Run4(runs, count, offsets, values, patch + group[0], to, rowFloats);
                (done, left) = (done + vectors, left - vectors);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run16(MaskedPlan.Run* runs, int count, int* offsets, float* values, float* patch, int* groups, float* sums, long rowFloats)
    {
        long g1 = groups[1] - groups[0], g2 = groups[2] - groups[0], g3 = groups[3] - groups[0];
        for (var end = runs + count; runs < end; runs++)
        {
            TLanes a0 = default, a1 = default, a2 = default, a3 = default;
            TLanes b0 = default, b1 = default, b2 = default, b3 = default;
            TLanes c0 = default, c1 = default, c2 = default, c3 = default;
            TLanes d0 = default, d1 = default, d2 = default, d3 = default;
            var offset = offsets + runs->Start;
            var value = values + runs->Start;
            nint k = 0, length = runs->Count;
            for (; k < length; k++)
            {
                var s = patch + offset[k];
                var w = TLanes.Create(value[k]);
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
            var to = sums + runs->Row * rowFloats;
            var accumulate = runs->Accumulate != 0;
            Finish(to, a0, a1, a2, a3, accumulate);
            Finish(to + 4 * TLanes.Count, b0, b1, b2, b3, accumulate);
            Finish(to + 8 * TLanes.Count, c0, c1, c2, c3, accumulate);
            Finish(to + 12 * TLanes.Count, d0, d1, d2, d3, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run8(MaskedPlan.Run* runs, int count, int* offsets, float* values, float* patch, int* groups, float* sums, long rowFloats)
    {
        long g1 = groups[1] - groups[0];
        for (var end = runs + count; runs < end; runs++)
        {
            TLanes a0 = default, a1 = default, a2 = default, a3 = default;
            TLanes b0 = default, b1 = default, b2 = default, b3 = default;
            var offset = offsets + runs->Start;
            var value = values + runs->Start;
            nint k = 0, length = runs->Count;
            for (; k < length; k++)
            {
                var s = patch + offset[k];
                var w = TLanes.Create(value[k]);
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
            var to = sums + runs->Row * rowFloats;
            var accumulate = runs->Accumulate != 0;
            Finish(to, a0, a1, a2, a3, accumulate);
            Finish(to + 4 * TLanes.Count, b0, b1, b2, b3, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run4(MaskedPlan.Run* runs, int count, int* offsets, float* values, float* patch, float* sums, long rowFloats)
    {
        for (var end = runs + count; runs < end; runs++)
        {
            TLanes a0 = default, a1 = default, a2 = default, a3 = default;
            TLanes a0x = default, a1x = default, a2x = default, a3x = default;
            var offset = offsets + runs->Start;
            var value = values + runs->Start;
            nint k = 0, length = runs->Count;
            for (; k + 1 < length; k += 2)
            {
                var s = patch + offset[k];
                var w = TLanes.Create(value[k]);
                a0.AddProduct(w, TLanes.Load(s));
                a1.AddProduct(w, TLanes.Load(s + 1 * TLanes.Count));
                a2.AddProduct(w, TLanes.Load(s + 2 * TLanes.Count));
                a3.AddProduct(w, TLanes.Load(s + 3 * TLanes.Count));
                var t = patch + offset[k + 1];
                var v = TLanes.Create(value[k + 1]);
                a0x.AddProduct(v, TLanes.Load(t));
                a1x.AddProduct(v, TLanes.Load(t + 1 * TLanes.Count));
                a2x.AddProduct(v, TLanes.Load(t + 2 * TLanes.Count));
                a3x.AddProduct(v, TLanes.Load(t + 3 * TLanes.Count));
            }
            for (; k < length; k++)
            {
                var s = patch + offset[k];
                var w = TLanes.Create(value[k]);
                a0.AddProduct(w, TLanes.Load(s));
                a1.AddProduct(w, TLanes.Load(s + 1 * TLanes.Count));
                a2.AddProduct(w, TLanes.Load(s + 2 * TLanes.Count));
                a3.AddProduct(w, TLanes.Load(s + 3 * TLanes.Count));
            }
            var to = sums + runs->Row * rowFloats;
            var accumulate = runs->Accumulate != 0;
            Finish(to, a0 + a0x, a1 + a1x, a2 + a2x, a3 + a3x, accumulate);
        }
    }

    /// <summary>Stores four sums, or adds them to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(float* sums, TLanes v0, TLanes v1, TLanes v2, TLanes v3, bool accumulate)
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
