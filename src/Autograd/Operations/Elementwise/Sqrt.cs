using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>√x</summary>
    public Variable Sqrt() => new Sqrt().Of(this);
}

sealed class Sqrt : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Sqrt, x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => gy / y * 0.5;
}
