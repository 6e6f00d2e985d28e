using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>x − y, broadcast</summary>
    public static Variable operator -(Variable x, Variable y) => new Subtract().Of(x, y);
}

sealed class Subtract : Binary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y, Tensor z) => kernels.Binary(BinaryFunction.Subtract, x, y, z);

    protected override Variable GradientX(Variable x, Variable y, Variable gz) => gz;

    protected override Variable GradientY(Variable x, Variable y, Variable gz) => -gz;
}
