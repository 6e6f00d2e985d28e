using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The arguments of Forward and BackwardData of a dense weight.</summary>
/// <param name="weights">packed by <see cref="PackJob{TElements}"/>, or for tensor cores by <see cref="PackPairsJob"/></param>
/// <param name="paddedTargets">target channels, rounded up to whole tiles</param>
/// <param name="source">(source channels, pixels, batch)</param>
/// <param name="target">(target channels, pixels, batch), overwritten if there is one split; or the parts, if they have its format</param>
/// <param name="parts">(splits, target channels, pixels, batch), overwritten if there are several splits</param>
/// <param name="splits">number of parts of the terms, whose sums are added afterwards</param>
readonly struct Product<TElements>(ProductGeometry geometry, ArrayView<Float4> weights, int paddedTargets, TElements source, TElements target, ArrayView<Float4> parts, int splits)
    where TElements : struct, IElements
{
    public readonly ProductGeometry Geometry = geometry;
    public readonly ArrayView<Float4> Weights = weights;
    public readonly int PaddedTargets = paddedTargets;
    public readonly TElements Source = source;
    public readonly TElements Target = target;
    public readonly ArrayView<Float4> Parts = parts;
    public readonly int Splits = splits;

    /// <summary>The position of a column of the product in the first channel of the target or of a part, in fours of elements.</summary>
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
        if (row < Geometry.TargetChannels) StoreFour(at, a);
        if (row + 1 < Geometry.TargetChannels) StoreFour(at + stride, b);
        if (row + 2 < Geometry.TargetChannels) StoreFour(at + 2 * stride, c);
        if (row + 3 < Geometry.TargetChannels) StoreFour(at + 3 * stride, d);
    }

    /// <summary>Parts are Float32. Where the target is Float32 too, the parts are passed as the target.</summary>
    bool HasParts => TElements.Bytes < sizeof(float) && Splits > 1;

    /// <summary>Writes four columns of a target channel.</summary>
    public void StoreFour(int at, Float4 values)
    {
        if (HasParts) Parts[at] = values;
        else Target.StoreFour(at, values);
    }

    /// <summary>Writes two columns of a target channel.</summary>
    /// <param name="at">in twos of elements</param>
    public void StoreTwo(int at, float first, float second)
    {
        if (HasParts) Parts.Cast<Float2>()[at] = new Float2(first, second);
        else Target.StoreTwo(at, first, second);
    }
}
