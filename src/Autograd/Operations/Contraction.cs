using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>
/// The trilinear form t(x, w, y) = Σ y · (w ⋆ x) of a convolution with geometry <see cref="ConvolutionShape"/>, by its three
/// partial derivatives. The gradients of each are given by the other two, to any order. x is (Cin, H, W, N), y is (Cout, Hout,
/// Wout, N), w is (Cout, Cin, Kh, Kw) or, with a pattern, the vector of its survivors.
/// </summary>
public static class Contraction
{
    /// <summary>∂t/∂y = w ⋆ x, a convolution.</summary>
    public static Variable Forward(in ConvolutionShape shape, Variable x, Variable w, Pattern? pattern = null) =>
        new ContractionForward(shape, pattern).Of(x, w);

    /// <summary>∂t/∂x, a transposed convolution of y.</summary>
    public static Variable BackwardData(in ConvolutionShape shape, Variable y, Variable w, Pattern? pattern = null) =>
        new ContractionBackwardData(shape, pattern).Of(y, w);

    /// <summary>∂t/∂w, of the survivors only if there is a pattern.</summary>
    public static Variable BackwardWeights(in ConvolutionShape shape, Variable x, Variable y, Pattern? pattern = null) =>
        new ContractionBackwardWeights(shape, pattern).Of(x, y);

    /// <summary>w·x, a convolution of 1×1 images.</summary>
    /// <param name="x">(Fin, N)</param>
    /// <param name="w">(Fout, Fin), or the survivors of a pattern of that shape</param>
    /// <param name="pattern">null if w is dense</param>
    /// <returns>(Fout, N)</returns>
    /// <exception cref="ArgumentException">w does not take Fin features.</exception>
    public static Variable Linear(Variable x, Variable w, Pattern? pattern = null)
    {
        var weight = pattern?.Shape ?? w.Shape;
        if (x.Shape.Rank != 2 || weight.Rank != 2 || weight[1] != x.Shape[0])
            throw new ArgumentException($"A linear layer of weight (Fout, Fin) = {weight} does not take (Fin, N) = {x.Shape}.");
        var shape = ConvolutionShape.Linear(batch: x.Shape[1], inFeatures: weight[1], outFeatures: weight[0]);
        if (pattern is null) w = w.Reshape(shape.Weight);
        return Forward(shape, x.Reshape(shape.Input), w, pattern).Reshape(new Shape(weight[0], x.Shape[1]));
    }
}

/// <summary>Base of the three operations, which take equally many floating-point operations.</summary>
abstract class ContractionOperation(ConvolutionShape shape, Pattern? pattern) : Operation
{
    protected ConvolutionShape Geometry => shape;

    protected Pattern? Pattern => pattern;

    internal sealed override Work Work => new(shape.Flops, shape.FlopsInBounds, pattern is null ? shape.FlopsInBounds : shape.FlopsOfSurvivors(pattern), 0);

    internal sealed override Work WorkOfGradients(int needed) => needed * Work;

    /// <summary>(C, H, W, N) with labels of the channels.</summary>
    protected static AxisLabels Activation(in Shape shape, int[]? channels) => new(shape, [channels, null, null, null]);
}

sealed class ContractionForward(ConvolutionShape shape, Pattern? pattern) : ContractionOperation(shape, pattern)
{
    internal override int? WeightInput => 1;

    public Variable Of(Variable x, Variable w)
    {
        var device = DeviceOf(x, w);
        var y = x.Allocate(Geometry.Output);
        device.Kernels.ConvolutionForward(Geometry, x.Value, new Weight(w.Value, Pattern), y);
        return Record(y, x, w);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output)
    {
        var (x, w) = (trace[Inputs[0]], trace[Inputs[1]]);
        trace.Use(trace.Unite(w.Axes[1], x.Axes[0]));
        return Activation(Geometry.Output, trace.Begin(w.Axes[0]));
    }

    protected internal override void Backward(in BackwardContext context)
    {
        if (context.Needs(0)) context.Add(0, Contraction.BackwardData(Geometry, context.Gradient, context.Input(1), Pattern));
        if (context.Needs(1)) context.Add(1, Contraction.BackwardWeights(Geometry, context.Input(0), context.Gradient, Pattern));
    }
}

sealed class ContractionBackwardData(ConvolutionShape shape, Pattern? pattern) : ContractionOperation(shape, pattern)
{
    internal override int? WeightInput => 1;

    public Variable Of(Variable y, Variable w)
    {
        var device = DeviceOf(y, w);
        var x = y.Allocate(Geometry.Input);
        device.Kernels.ConvolutionBackwardData(Geometry, y.Value, new Weight(w.Value, Pattern), x);
        return Record(x, y, w);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output)
    {
        var (y, w) = (trace[Inputs[0]], trace[Inputs[1]]);
        trace.Use(trace.Unite(w.Axes[0], y.Axes[0]));
        return Activation(Geometry.Input, trace.Begin(w.Axes[1]));
    }

    protected internal override void Backward(in BackwardContext context)
    {
        if (context.Needs(0)) context.Add(0, Contraction.Forward(Geometry, context.Gradient, context.Input(1), Pattern));
        if (context.Needs(1)) context.Add(1, Contraction.BackwardWeights(Geometry, context.Gradient, context.Input(0), Pattern));
    }
}

sealed class ContractionBackwardWeights(ConvolutionShape shape, Pattern? pattern) : ContractionOperation(shape, pattern)
{
    public Variable Of(Variable x, Variable y)
    {
        var device = DeviceOf(x, y);
        var w = device.Allocate(Pattern is null ? Geometry.Weight : new Shape(Pattern.Count));
        device.Kernels.ConvolutionBackwardWeights(Geometry, x.Value, y.Value, new Weight(w, Pattern));
        return Record(w, x, y);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output) =>
        new(Geometry.Weight, [trace[Inputs[1]].Axes[0], trace[Inputs[0]].Axes[0], null, null]);

    protected internal override void Backward(in BackwardContext context)
    {
        if (context.Needs(0)) context.Add(0, Contraction.BackwardData(Geometry, context.Input(1), context.Gradient, Pattern));
        if (context.Needs(1)) context.Add(1, Contraction.Forward(Geometry, context.Input(0), context.Gradient, Pattern));
    }
}
