using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>1/(1 + e⁻ˣ)</summary>
    public Variable Sigmoid() => new Sigmoid().Of(this);
}

sealed class Sigmoid : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Sigmoid, x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => new SigmoidGradient().Of(gy, y);
}

/// <summary>z = x·y·(1 − y): the gradient x through sigmoid with value y.</summary>
sealed class SigmoidGradient : Binary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y, Tensor z) => kernels.Binary(BinaryFunction.SigmoidGradient, x, y, z);

    protected override Variable GradientX(Variable x, Variable y, Variable gz) => new SigmoidGradient().Of(gz, y);

    protected override Variable GradientY(Variable x, Variable y, Variable gz) => gz * x * (1 - 2 * y);
}
