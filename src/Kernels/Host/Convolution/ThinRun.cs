using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// The inner loops of Forward and BackwardData to three target channels, such as colours, with a full weight. A dense
/// <see cref="RegisterTile{TLanes}"/> would pack a panel for no more than half a tile of rows; here the source is packed once, as
/// a patch, for all phases and taps, and every vector that is read from it is used three times.
/// </summary>
/// <remarks>Eight vectors of three channels are 24 sums. A term costs eight loads of vectors, three of weights and one of an offset for 24 multiply-adds.</remarks>
static unsafe class ThinRun<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    public const int Channels = 3;

    const int Group = PatchShape.Group;

    /// <summary>For each three runs: sums[row, v] (+)= Σₖ values[k] · patch[offsets[k] + v] for all vectors v of a tile.</summary>
    public static void MultiplyAdd(PatchShape shape, MaskedPlan.Run* runs, int count, int* offsets, float* values, float* patch, float* sums)
    {
        var groups = shape.GroupOffsets;
        var rowFloats = shape.Vectors * TLanes.Count;
        var g = 0;
        for (; TLanes.Count == 16 && g + 1 < groups.Length; g += 2)
            Eight(runs, count, offsets, values, patch + groups[g], groups[g + 1] - groups[g], sums + g * Group * TLanes.Count, rowFloats);
        for (; g < groups.Length; g++) Four(runs, count, offsets, values, patch + groups[g], sums + g * Group * TLanes.Count, rowFloats);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Eight(MaskedPlan.Run* runs, int count, int* offsets, float* values, float* patch, long next, float* sums, long rowFloats)
    {
        for (var end = runs + count; runs < end; runs += Channels)
        {
            TLanes a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
            TLanes b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
            TLanes c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
            var offset = offsets + runs[0].Start;
            float* valuesA = values + runs[0].Start, valuesB = values + runs[1].Start, valuesC = values + runs[2].Start;
            nint length = runs->Count;
            for (nint k = 0; k < length; k++)
            {
                var s = patch + offset[k];
                TLanes wa = TLanes.Create(valuesA[k]), wb = TLanes.Create(valuesB[k]), wc = TLanes.Create(valuesC[k]);
                var x = TLanes.Load(s);
                a0.AddProduct(wa, x);
                b0.AddProduct(wb, x);
                c0.AddProduct(wc, x);
                x = TLanes.Load(s + 1 * TLanes.Count);
                a1.AddProduct(wa, x);
                b1.AddProduct(wb, x);
                c1.AddProduct(wc, x);
                x = TLanes.Load(s + 2 * TLanes.Count);
                a2.AddProduct(wa, x);
                b2.AddProduct(wb, x);
                c2.AddProduct(wc, x);
                x = TLanes.Load(s + 3 * TLanes.Count);
                a3.AddProduct(wa, x);
                b3.AddProduct(wb, x);
                c3.AddProduct(wc, x);
                s += next;
                x = TLanes.Load(s);
                a4.AddProduct(wa, x);
                b4.AddProduct(wb, x);
                c4.AddProduct(wc, x);
                x = TLanes.Load(s + 1 * TLanes.Count);
                a5.AddProduct(wa, x);
                b5.AddProduct(wb, x);
                c5.AddProduct(wc, x);
                x = TLanes.Load(s + 2 * TLanes.Count);
                a6.AddProduct(wa, x);
                b6.AddProduct(wb, x);
                c6.AddProduct(wc, x);
                x = TLanes.Load(s + 3 * TLanes.Count);
                a7.AddProduct(wa, x);
                b7.AddProduct(wb, x);
                c7.AddProduct(wc, x);
            }
            var accumulate = runs->Accumulate != 0;
            float* toA = sums + runs[0].Row * rowFloats, toB = sums + runs[1].Row * rowFloats, toC = sums + runs[2].Row * rowFloats;
            MaskedRun<TLanes>.Finish(toA, a0, a1, a2, a3, accumulate);
            MaskedRun<TLanes>.Finish(toA + Group * TLanes.Count, a4, a5, a6, a7, accumulate);
            MaskedRun<TLanes>.Finish(toB, b0, b1, b2, b3, accumulate);
            MaskedRun<TLanes>.Finish(toB + Group * TLanes.Count, b4, b5, b6, b7, accumulate);
            MaskedRun<TLanes>.Finish(toC, c0, c1, c2, c3, accumulate);
            MaskedRun<TLanes>.Finish(toC + Group * TLanes.Count, c4, c5, c6, c7, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Four(MaskedPlan.Run* runs, int count, int* offsets, float* values, float* patch, float* sums, long rowFloats)
    {
        for (var end = runs + count; runs < end; runs += Channels)
        {
            TLanes a0 = default, a1 = default, a2 = default, a3 = default;
            TLanes b0 = default, b1 = default, b2 = default, b3 = default;
            TLanes c0 = default, c1 = default, c2 = default, c3 = default;
            var offset = offsets + runs[0].Start;
            float* valuesA = values + runs[0].Start, valuesB = values + runs[1].Start, valuesC = values + runs[2].Start;
            nint length = runs->Count;
            for (nint k = 0; k < length; k++)
            {
                var s = patch + offset[k];
                TLanes wa = TLanes.Create(valuesA[k]), wb = TLanes.Create(valuesB[k]), wc = TLanes.Create(valuesC[k]);
                var x = TLanes.Load(s);
                a0.AddProduct(wa, x);
                b0.AddProduct(wb, x);
                c0.AddProduct(wc, x);
                x = TLanes.Load(s + 1 * TLanes.Count);
                a1.AddProduct(wa, x);
                b1.AddProduct(wb, x);
                c1.AddProduct(wc, x);
                x = TLanes.Load(s + 2 * TLanes.Count);
                a2.AddProduct(wa, x);
                b2.AddProduct(wb, x);
                c2.AddProduct(wc, x);
                x = TLanes.Load(s + 3 * TLanes.Count);
                a3.AddProduct(wa, x);
                b3.AddProduct(wb, x);
                c3.AddProduct(wc, x);
            }
            var accumulate = runs->Accumulate != 0;
            MaskedRun<TLanes>.Finish(sums + runs[0].Row * rowFloats, a0, a1, a2, a3, accumulate);
            MaskedRun<TLanes>.Finish(sums + runs[1].Row * rowFloats, b0, b1, b2, b3, accumulate);
            MaskedRun<TLanes>.Finish(sums + runs[2].Row * rowFloats, c0, c1, c2, c3, accumulate);
        }
    }
}
