using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>ln(1 + eˣ)</summary>
    public Variable Softplus() => new Softplus().Of(this);
}

sealed class Softplus : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Softplus, x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => gy * x.Sigmoid();
}
