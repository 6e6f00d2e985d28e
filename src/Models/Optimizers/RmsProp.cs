using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>RMSprop (Hinton 2012), uncentred. Its moment is "rmsprop.v".</summary>
public sealed class RmsProp(IEnumerable<Parameter> parameters, double learningRate, double alpha = 0.99) : Optimizer(parameters, learningRate, "rmsprop.v")
{
    protected override void Update(IKernels kernels, ReadOnlySpan<Trained> parameters) =>
        kernels.RmsProp(parameters, new RmsPropStep(LearningRate, alpha));
}
