using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>Stochastic gradient descent with momentum and weight decay. Its velocity is "sgd.m".</summary>
public sealed class Sgd(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double weightDecay = 0) : Optimizer(parameters, learningRate, "sgd.m")
{
    protected override void Update(IKernels kernels, ReadOnlySpan<Trained> parameters) =>
        kernels.Sgd(parameters, new SgdStep(LearningRate, momentum, weightDecay));
}
