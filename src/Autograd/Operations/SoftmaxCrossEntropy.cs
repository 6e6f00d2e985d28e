namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>(K, N) → (1, N): −Σ t·ln softmax(z) of each column.</summary>
    /// <param name="targets">(K, N), each column a probability distribution; no gradient is computed for them</param>
    /// <exception cref="ArgumentException">This variable is not (K, N) with K > 0, or the targets have another shape.</exception>
    public Variable SoftmaxCrossEntropy(Tensor targets) => new SoftmaxCrossEntropy(targets).Of(this);
}

sealed class SoftmaxCrossEntropy(Tensor targets) : Operation
{
    public Variable Of(Variable logits)
    {
        var loss = logits.Device.Allocate(logits.Shape.With(0, 1));
        logits.Device.Kernels.SoftmaxCrossEntropy(logits.Value, targets, loss);
        return Record(loss, logits);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output)
    {
        var labels = trace[Inputs[0]];
        trace.Fix(labels.Axes[0]);
        return new AxisLabels(output.Shape, [null, labels.Axes[1]]);
    }

    protected internal override void Backward(in BackwardContext context) =>
        context.Add(0, context.Gradient * (context.Input(0).Softmax() - new Variable(context.Gradient.Device, targets)));
}
