using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>1/x</summary>
    public Variable Reciprocal() => new Reciprocal().Of(this);
}

sealed class Reciprocal : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Reciprocal, x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => -(gy * y.Square());
}
