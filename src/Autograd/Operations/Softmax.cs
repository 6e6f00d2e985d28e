using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>(K, N) → (K, N): the softmax of each column, over K.</summary>
    /// <exception cref="ArgumentException">This variable is not (K, N) with K > 0.</exception>
    public Variable Softmax() => new Softmax().Of(this);
}

sealed class Softmax : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Softmax(x, y);

    /// <summary>Each entry depends on all others of its column.</summary>
    internal override AxisLabels FollowChannels(ChannelTrace trace, Variable output)
    {
        var labels = trace[Inputs[0]];
        trace.Fix(labels.Axes[0]);
        return labels;
    }

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => y * (gy - (gy * y).SumTo(y.Shape.With(0, 1)));
}
