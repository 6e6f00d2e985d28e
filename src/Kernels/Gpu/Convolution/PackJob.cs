using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Packs a weight in the order in which a product reads it: one row for each term of each phase, target channels innermost,
/// padded with zeros to whole tiles.
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
readonly struct PackJob(ArrayView<float> weight, ArrayView<float> packed, ArrayView<int> taps, int targetStep, int sourceStep, int kernelArea, int sources, int targets, int paddedTargets, int lanes) : IGpuJob
{
    public void Execute()
    {
        var i = Grid.IdxX * Group.DimX + Group.IdxX;
        var rest = i / lanes;
        var lane = i - rest * lanes;
        i = rest;
        rest = i / kernelArea;
        var tap = i - rest * kernelArea;
        var blocks = paddedTargets / lanes;
        var source = rest / blocks;
        var target = (rest - source * blocks) * lanes + lane;
        if (source >= sources) return;
        var row = taps[4 * tap + 3] + source * taps[4 * tap + 1] + taps[4 * tap + 2];
        packed[row * paddedTargets + target] = target < targets ? weight[target * targetStep + source * sourceStep + taps[4 * tap]] : 0;
    }
}
