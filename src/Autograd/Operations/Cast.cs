namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>The same numbers in another number format, rounded to the nearest, ties to even. Returns this variable if it has that format.</summary>
    /// <param name="format">the device's own, or BFloat16</param>
    public Variable Cast(DType format) => Value.DType == format ? this : new Cast().Of(this, format);

    /// <summary>The same numbers in the number format of the device, in which losses are computed.</summary>
    public Variable Wide() => Cast(Device.DType);
}

/// <summary>y = x in another number format. The gradient is that of the identity, rounded to the format of x.</summary>
sealed class Cast : Operation
{
    public Variable Of(Variable x, DType format)
    {
        var y = x.Device.Memory.Allocate(x.Shape, format);
        x.Device.Kernels.Copy(x.Value, y);
        return Record(y, x);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output) => trace[Inputs[0]];

    protected internal override void Backward(in BackwardContext context) => context.Add(0, context.Gradient.Cast(context.Input(0).Value.DType));
}
