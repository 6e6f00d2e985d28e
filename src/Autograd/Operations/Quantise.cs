using SparseGen.Kernels;

namespace SparseGen.Autograd;

partial class Variable
{
    /// <summary>
    /// A weight rounded to a format of few bits, as <see cref="IKernels.Quantise"/>. Its gradient is that of the identity (a straight-through estimator,
    /// Bengio et al. 2013), rounded likewise.
    /// </summary>
    /// <param name="pattern">null if the weight is dense</param>
    /// <param name="format">of the value</param>
    /// <param name="ofGradient">of the gradient</param>
    public Variable Quantise(Pattern? pattern, DType format, DType ofGradient) => new Quantise(pattern, format, ofGradient).Of(this);
}

sealed class Quantise(Pattern? pattern, DType format, DType ofGradient) : Unary
{
    protected override void Forward(IKernels kernels, Tensor x, Tensor y) => kernels.Quantise(x, pattern, format, y);

    protected override Variable Gradient(Variable x, Variable y, Variable gy) => gy.Quantise(pattern, ofGradient, format);
}
