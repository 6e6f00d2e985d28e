using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Packs a weight in BFloat16 in the order in which tensor cores read it: like <see cref="PackJob{TElements}"/>, with the weights of two neighbouring
/// source channels in a word. An odd last channel is followed by zeros.
/// </summary>
/// <param name="packed">(terms of pairs of channels, padded targets), overwritten</param>
/// <inheritdoc cref="PackJob{TElements}" path="/param"/>
readonly struct PackPairsJob(ArrayView<float> weight, ArrayView<uint> packed, ArrayView<int> taps, int targetStep, int sourceStep, int kernelArea, int sources, int targets, int paddedTargets, int lanes) : IGpuJob
{
    public void Execute()
    {
        var place = new PackedPlace(Grid.IdxX * Group.DimX + Group.IdxX, kernelArea, paddedTargets, lanes);
        var source = 2 * place.Source;
        if (source >= sources) return;
        var row = taps[4 * place.Tap + 3] / sources * ((sources + 1) / 2) + place.Source * taps[4 * place.Tap + 1] + taps[4 * place.Tap + 2];
        var exists = place.Target < targets;
        var at = exists ? place.Target * targetStep + source * sourceStep + taps[4 * place.Tap] : 0;
        var hasSecond = exists && source + 1 < sources;
        packed[row * paddedTargets + place.Target] = BFloat16Elements.Pair(exists ? weight[at] : 0, hasSecond ? weight[at + sourceStep] : 0);
    }
}
