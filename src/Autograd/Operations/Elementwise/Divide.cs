using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>x/y for each element, broadcast</summary>
    public static Variable operator /(Variable x, Variable y) => new Divide().Of(x, y);
}

sealed class Divide : Binary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y, Tensor z) => kernels.Binary(BinaryFunction.Divide, x, y, z);

    protected override Variable GradientX(Variable x, Variable y, Variable gz) => gz / y;

    protected override Variable GradientY(Variable x, Variable y, Variable gz) => -(gz * x / y.Square());
}
