using SparseGen.Kernels;

namespace SparseGen.Autograd;

/// <summary>An elementwise function of one input; the output has the shape of the input.</summary>
public abstract class Unary : Operation
{
    /// <summary>y ← f(x)</summary>
    protected abstract void Forward(IKernels kernels, Tensor x, Tensor y);

    /// <summary>gy · f′(x)</summary>
    protected abstract Variable Gradient(Variable x, Variable y, Variable gy);

    /// <summary>f(x)</summary>
    public Variable Of(Variable x)
    {
        var y = x.Allocate(x.Shape);
        Forward(x.Device.Kernels, x.Value, y);
        return Record(y, x);
    }

    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output) => trace[Inputs[0]];

    protected internal sealed override void Backward(in BackwardContext context) =>
        context.Add(0, Gradient(context.Input(0), context.Output, context.Gradient));
}
