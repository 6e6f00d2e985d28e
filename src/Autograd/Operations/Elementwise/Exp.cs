using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>eˣ</summary>
    public Variable Exp() => new Exp().Of(this);
}

sealed class Exp : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Exp, x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => gy * y;
}
