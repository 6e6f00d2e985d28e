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

    protected internal override void Backward(in BackwardContext context) =>
        context.Add(0, context.Gradient.Reshape(context.Input(0).Shape));
}
