using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// The inner loops of Forward and BackwardData to three target channels, such as colours, with a full weight. A dense
/// <see cref="RegisterTile{TLanes}"/> would pack a panel for half a tile of rows; here the source is packed once, as a patch, for
/// all phases and taps, and each vector that is loaded from it is used three times.
/// </summary>
/// <remarks>
/// Four vectors of three channels are twelve sums. A term has four loads of vectors, three of weights and one of an offset for
/// twelve multiply-adds.
/// </remarks>
static unsafe class ThinRun<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    const int Channels = 3;

    /// <summary>For each three adjacent runs: sums[row, v] (+)= Σₖ values[k] · patch[offsets[k] + v] for all vectors v of a tile.</summary>
    public static void MultiplyAdd(PatchShape shape, MaskedPlan.Run* runs, int count, int* offsets, float* values, float* patch, float* sums)
    {
        var groups = shape.GroupOffsets;
        for (var g = 0; g < groups.Length; g++)
            MultiplyAdd(runs, count, offsets, values, patch + groups[g], sums + g * PatchShape.Group * TLanes.Count, shape.Vectors * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void MultiplyAdd(MaskedPlan.Run* runs, int count, int* offsets, float* values, float* patch, float* sums, long rowFloats)
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
