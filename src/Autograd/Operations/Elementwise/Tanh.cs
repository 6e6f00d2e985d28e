using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>tanh x</summary>
    public Variable Tanh() => new Tanh().Of(this);
}

sealed class Tanh : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Tanh, x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => new TanhGradient().Of(gy, y);
}

/// <summary>z = x·(1 − y²): the gradient x through tanh with value y.</summary>
sealed class TanhGradient : Binary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y, Tensor z) => kernels.Binary(BinaryFunction.TanhGradient, x, y, z);

    protected override Variable GradientX(Variable x, Variable y, Variable gz) => new TanhGradient().Of(gz, y);

    protected override Variable GradientY(Variable x, Variable y, Variable gz) => -2 * gz * x * y;
}
