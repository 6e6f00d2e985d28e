using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>ln x</summary>
    public Variable Log() => new Log().Of(this);
}

sealed class Log : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Unary(UnaryFunction.Log, x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => gy / x;
}
