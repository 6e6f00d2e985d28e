using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Packs a weight in the order in which a product reads it: one row for each term of each phase, target channels innermost,
/// padded with zeros to whole tiles. Weights are rounded to the format of the elements that they are multiplied with.
/// </summary>
/// <param name="weight">(out, in, kh, kw)</param>
/// <param name="packed">(terms, padded targets), overwritten</param>
/// <param name="taps"><see cref="GatherTables.Taps"/></param>
/// <param name="targetStep">stride between target channels in the weight</param>
/// <param name="sourceStep">stride between source channels in the weight</param>
/// <param name="kernelArea">taps of all phases</param>
/// <param name="sources">source channels</param>
/// <param name="targets">target channels</param>
/// <param name="paddedTargets">a multiple of lanes</param>
/// <param name="lanes">target channels of consecutive threads; the threads after them process other taps of the same channels, which share cache lines</param>
readonly struct PackJob<TElements>(ArrayView<float> weight, ArrayView<float> packed, ArrayView<int> taps, int targetStep, int sourceStep, int kernelArea, int sources, int targets, int paddedTargets, int lanes) : IGpuJob
    where TElements : struct, IElements
{
    public void Execute()
    {
        var place = new PackedPlace(Grid.IdxX * Group.DimX + Group.IdxX, kernelArea, paddedTargets, lanes);
        var (source, tap, target) = (place.Source, place.Tap, place.Target);
        if (source >= sources) return;
        var row = taps[4 * tap + 3] + source * taps[4 * tap + 1] + taps[4 * tap + 2];
        packed[row * paddedTargets + target] = target < targets ? TElements.Round(weight[target * targetStep + source * sourceStep + taps[4 * tap]]) : 0;
    }
}

/// <summary>The weight that a thread packs: first by target channel within lanes, then by tap, by block of lanes, by source channel.</summary>
readonly struct PackedPlace
{
    public readonly int Source, Tap, Target;

    /// <inheritdoc cref="PackJob{TElements}" path="/param"/>
    public PackedPlace(int thread, int kernelArea, int paddedTargets, int lanes)
    {
        var rest = thread / lanes;
        var lane = thread - rest * lanes;
        var blockOfSource = rest / kernelArea;
        Tap = rest - blockOfSource * kernelArea;
        var blocks = paddedTargets / lanes;
        Source = blockOfSource / blocks;
        Target = (blockOfSource - Source * blocks) * lanes + lane;
    }
}
