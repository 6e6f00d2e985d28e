using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>
/// The trilinear form t(x, w, y) = Σ y · (w ⋆ x) of a convolution with geometry <see cref="ConvolutionShape"/>, by its three
/// partial derivatives. The gradients of each are the other two, at any order. x is (Cin, H, W, N), y is
/// (Cout, Hout, Wout, N), w is (Cout, Cin, Kh, Kw) or, with a pattern, its survivors.
/// </summary>
public static class Contraction
{
    /// <summary>∂t/∂y = w ⋆ x, a convolution.</summary>
    public static Variable Forward(in ConvolutionShape shape, Variable x, Variable w, Pattern? pattern = null) =>
        new ContractionForward(shape, pattern).Of(x, w);

    /// <summary>∂t/∂x, a transposed convolution of y.</summary>
    public static Variable BackwardData(in ConvolutionShape shape, Variable y, Variable w, Pattern? pattern = null) =>
        new ContractionBackwardData(shape, pattern).Of(y, w);

    /// <summary>∂t/∂w, of the survivors alone if there is a pattern.</summary>
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

sealed class ContractionForward(ConvolutionShape shape, Pattern? pattern) : Operation
{
    public Variable Of(Variable x, Variable w)
    {
        var device = DeviceOf(x, w);
        var y = device.Allocate(shape.Output);
        device.Kernels.ConvolutionForward(shape, x.Value, new Weight(w.Value, pattern), y);
        return Record(y, x, w);
    }

    protected internal override void Backward(in BackwardContext context)
    {
        if (context.Needs(0)) context.Add(0, Contraction.BackwardData(shape, context.Gradient, context.Input(1), pattern));
        if (context.Needs(1)) context.Add(1, Contraction.BackwardWeights(shape, context.Input(0), context.Gradient, pattern));
    }
}

sealed class ContractionBackwardData(ConvolutionShape shape, Pattern? pattern) : Operation
{
    public Variable Of(Variable y, Variable w)
    {
        var device = DeviceOf(y, w);
        var x = device.Allocate(shape.Input);
        device.Kernels.ConvolutionBackwardData(shape, y.Value, new Weight(w.Value, pattern), x);
        return Record(x, y, w);
    }

    protected internal override void Backward(in BackwardContext context)
    {
        if (context.Needs(0)) context.Add(0, Contraction.Forward(shape, context.Gradient, context.Input(1), pattern));
        if (context.Needs(1)) context.Add(1, Contraction.BackwardWeights(shape, context.Gradient, context.Input(0), pattern));
    }
}

sealed class ContractionBackwardWeights(ConvolutionShape shape, Pattern? pattern) : Operation
{
    public Variable Of(Variable x, Variable y)
    {
        var device = DeviceOf(x, y);
        var w = device.Allocate(pattern is null ? shape.Weight : new Shape(pattern.Count));
        device.Kernels.ConvolutionBackwardWeights(shape, x.Value, y.Value, new Weight(w, pattern));
        return Record(w, x, y);
    }

    protected internal override void Backward(in BackwardContext context)
    {
        if (context.Needs(0)) context.Add(0, Contraction.BackwardData(shape, context.Input(1), context.Gradient, pattern));
        if (context.Needs(1)) context.Add(1, Contraction.Forward(shape, context.Input(0), context.Gradient, pattern));
    }
}
