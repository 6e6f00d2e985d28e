using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>(K, N) → (K, N): each column's exponentials, divided by their sum.</summary>
    public Variable Softmax() => new Softmax().Of(this);
}

sealed class Softmax : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Softmax(x, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => y * (gy - (gy * y).SumTo(y.Shape.With(0, 1)));
}
