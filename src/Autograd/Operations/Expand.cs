namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>
    /// Repeats the elements along dimensions of size 1, to a shape to which this one broadcasts. Returns this variable if the
    /// shapes are equal.
    /// </summary>
    /// <exception cref="ArgumentException">This variable's shape does not broadcast to the given one.</exception>
    public Variable Expand(in Shape shape) => shape == Shape ? this : new Expand().Of(this, shape);
}

sealed class Expand : Operation
{
    public Variable Of(Variable x, in Shape shape)
    {
        var y = x.Allocate(shape);
        x.Device.Kernels.Expand(x.Value, y);
        return Record(y, x);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output)
    {
        var labels = trace[Inputs[0]];
        return new AxisLabels(output.Shape, [.. labels.Axes.Select((axis, i) => output.Shape[i] == labels.Shape[i] ? axis : null)]);
    }

    protected internal override void Backward(in BackwardContext context) =>
        context.Add(0, context.Gradient.SumTo(context.Input(0).Shape));
}
