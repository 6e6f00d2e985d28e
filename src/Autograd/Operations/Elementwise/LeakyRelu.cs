using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>max(x, 0)</summary>
    public Variable Relu() => new LeakyRelu(0).Of(this);

    /// <summary>x if x > 0, else slope·x</summary>
    /// <exception cref="ArgumentOutOfRangeException">The slope is negative.</exception>
    public Variable LeakyRelu(double slope)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slope);
        return new LeakyRelu(slope).Of(this);
    }
}

sealed class LeakyRelu(double slope) : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y)
    {
        if (slope == 0) kernels.Unary(UnaryFunction.Relu, x, y);
        else kernels.Unary(UnaryFunction.LeakyRelu, x, y, slope);
    }

    // y > 0 exactly where x > 0, so that the gradient needs only y.
    protected override Variable Gradient(Variable x, Variable y, Variable gy) => new LeakyReluGradient(y.Value, slope).Of(gy);
}

/// <summary>z = x if side > 0, else slope·x: the gradient x through (leaky) ReLU with value or argument side. Linear in x.</summary>
sealed class LeakyReluGradient(Tensor side, double slope) : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) =>
        kernels.Binary(BinaryFunction.LeakyReluGradient, x, side, y, slope);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => new LeakyReluGradient(side, slope).Of(gy);
}
