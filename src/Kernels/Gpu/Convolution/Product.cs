using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The arguments of Forward and BackwardData of a dense weight.</summary>
/// <param name="weights">packed by <see cref="PackJob"/></param>
/// <param name="paddedTargets">target channels, rounded up to whole tiles</param>
/// <param name="source">(source channels, pixels, batch)</param>
/// <param name="target">(splits, target channels, pixels, batch), overwritten</param>
/// <param name="splits">number of parts of the terms, whose sums are added afterwards</param>
readonly struct Product(ProductGeometry geometry, ArrayView<Float4> weights, int paddedTargets, ArrayView<Float4> source, ArrayView<Float4> target, int splits)
{
    public readonly ProductGeometry Geometry = geometry;
    public readonly ArrayView<Float4> Weights = weights;
    public readonly int PaddedTargets = paddedTargets;
    public readonly ArrayView<Float4> Source = source;
    public readonly ArrayView<Float4> Target = target;
    public readonly int Splits = splits;

    /// <summary>The position of a column of the product in the first channel of the target, in Float4.</summary>
    public int Offset(int phase, int split, int column)
    {
        var pixel = column / Geometry.Batch;
        var inChannel = Geometry.Targets[Geometry.FirstTarget(phase) + pixel] * Geometry.Batch + column - pixel * Geometry.Batch;
        return (split * Geometry.TargetChannels * Geometry.TargetPlane + inChannel) >> 2;
    }

    /// <summary>Writes four columns of four target channels, except those outside of the target.</summary>
    /// <param name="at">the result of <see cref="Offset"/></param>
    /// <param name="row">the first channel</param>
    public void Store(int at, int row, Float4 a, Float4 b, Float4 c, Float4 d)
    {
        var stride = Geometry.TargetPlane >> 2;
        at += row * stride;
        if (row < Geometry.TargetChannels) Target[at] = a;
        if (row + 1 < Geometry.TargetChannels) Target[at + stride] = b;
        if (row + 2 < Geometry.TargetChannels) Target[at + 2 * stride] = c;
        if (row + 3 < Geometry.TargetChannels) Target[at + 3 * stride] = d;
    }
}
