using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>x²</summary>
    public Variable Square() => new Square().Of(this);
}

sealed class Square : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Square, x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => gy * x * 2;
}
