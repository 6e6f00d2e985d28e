using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Batch normalisation of each channel of (C, …, N), ε = 10⁻⁵ and momentum 0.1 as in PyTorch. γ is "weight" (C), β "bias" (C);
/// "running_mean" and "running_var" (C) are updated in training and used in evaluation.
/// </summary>
public sealed class BatchNorm : Module
{
    const double Epsilon = 1e-5;
    const double Momentum = 0.1;

    /// <param name="channels">C</param>
    /// <param name="gamma">initial values of γ; 1 if null</param>
    public BatchNorm(Device device, int channels, Initialiser? gamma = null) : base(device)
    {
        Gamma = AddParameter("weight", new Shape(channels), gamma ?? Initialiser.Constant(1));
        Beta = AddParameter("bias", new Shape(channels), Initialiser.Constant(0));
        RunningMean = AddBuffer("running_mean", new Shape(channels), Initialiser.Constant(0));
        RunningVariance = AddBuffer("running_var", new Shape(channels), Initialiser.Constant(1));
    }

    public Parameter Gamma { get; }

    public Parameter Beta { get; }

    public Buffer RunningMean { get; }

    public Buffer RunningVariance { get; }

    public override Variable Forward(Variable x, Mode mode) => mode == Mode.Train
        ? x.BatchNormTrain(Gamma.Value, Beta.Value, Epsilon, RunningMean.Tensor, RunningVariance.Tensor, Momentum)
        : x.BatchNormEvaluate(Gamma.Value, Beta.Value, RunningMean.Tensor, RunningVariance.Tensor, Epsilon);
}
