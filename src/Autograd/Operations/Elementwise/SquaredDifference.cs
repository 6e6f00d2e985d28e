using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>(x − y)² for each element, broadcast</summary>
    public Variable SquaredDifference(Variable y) => new SquaredDifference().Of(this, y);
}

sealed class SquaredDifference : Binary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y, Tensor z) =>
        kernels.Binary(BinaryFunction.SquaredDifference, x, y, z);

    protected override Variable GradientX(Variable x, Variable y, Variable gz) => gz * (x - y) * 2;

    protected override Variable GradientY(Variable x, Variable y, Variable gz) => gz * (y - x) * 2;
}
