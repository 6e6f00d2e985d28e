using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>|x|, with slope 0 at 0</summary>
    public Variable Abs() => new Abs().Of(this);
}

sealed class Abs : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Abs, x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => gy * x.Sign();
}
