using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>Adam (Kingma and Ba 2015). Its moments are "adam.m" and "adam.v".</summary>
public sealed class Adam(IEnumerable<Parameter> parameters, double learningRate, double beta1 = 0.9, double beta2 = 0.999)
    : Optimizer(parameters, learningRate, "adam.m", "adam.v")
{
    protected override void Update(IKernels kernels, ReadOnlySpan<Trained> parameters) =>
        kernels.Adam(parameters, new AdamStep(Steps, LearningRate, beta1, beta2));
}
