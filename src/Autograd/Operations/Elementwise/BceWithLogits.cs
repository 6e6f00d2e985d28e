using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>Binary cross entropy of each logit against a target in [0, 1], broadcast: ln(1 + eᶻ) − t·z.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Variable BceWithLogits(Variable targets) => new BceWithLogits().Of(this, targets);

    /// <inheritdoc cref="BceWithLogits(Variable)"/>
    public Variable BceWithLogits(double target) => BceWithLogits(Constant(Device, Shapes.Ones(Shape.Rank), target));
}

sealed class BceWithLogits : Binary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y, Tensor z) =>
        kernels.Binary(BinaryFunction.BceWithLogits, x, y, z);

    protected override Variable GradientX(Variable x, Variable y, Variable gz) => gz * (x.Sigmoid() - y);

    protected override Variable GradientY(Variable x, Variable y, Variable gz) => -(gz * x);
}
