namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>The same elements under another shape with the same count, without a copy. Returns this variable if the shapes are equal.</summary>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public Variable Reshape(in Shape shape) => shape == Shape ? this : new Reshape().Of(this, shape);
}

sealed class Reshape : Operation
{
    public Variable Of(Variable x, in Shape shape) => Record(x.Value.Reshape(shape), x);

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output) => trace.Reshape(trace[Inputs[0]], output.Shape);

    protected internal override void Backward(in BackwardContext context) =>
        context.Add(0, context.Gradient.Reshape(context.Input(0).Shape));
}
