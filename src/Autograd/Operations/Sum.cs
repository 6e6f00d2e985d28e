namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>The sum over the dimensions in which <paramref name="shape"/> has size 1. Returns this variable if the shapes are equal.</summary>
    /// <param name="shape">broadcasts to this variable's shape</param>
    /// <exception cref="ArgumentException">The shape does not broadcast to this variable's.</exception>
    public Variable SumTo(in Shape shape) => shape == Shape ? this : new Sum().Of(this, shape);

    /// <summary>The sum of all elements, of rank 0, in the number format of the device.</summary>
    public Variable Sum() => Wide().SumTo(Shapes.Ones(Shape.Rank)).Reshape(new Shape());

    /// <summary>The mean of all elements, of rank 0, in the number format of the device.</summary>
    public Variable Mean() => Sum() / Value.Count;
}

sealed class Sum : Operation
{
    public Variable Of(Variable x, in Shape shape)
    {
        var y = x.Allocate(shape);
        x.Device.Kernels.Sum(x.Value, y);
        return Record(y, x);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output)
    {
        var labels = trace[Inputs[0]];
        return new AxisLabels(output.Shape, [.. labels.Axes.Select((axis, i) => output.Shape[i] == labels.Shape[i] ? axis : null)]);
    }

    protected internal override void Backward(in BackwardContext context) =>
        context.Add(0, context.Gradient.Expand(context.Input(0).Shape));
}
