using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>An encoder and a decoder trained by Adam to reproduce images: mean squared error over pixels and batch.</summary>
public abstract class Autoencoder : Model
{
    readonly Adam _adam;

    protected Autoencoder(Device device, ulong seed, Module encoder, Module decoder, double learningRate) : base(device, seed, "reconstruction")
    {
        Encoder = AddComponent("encoder", encoder);
        Decoder = AddComponent("decoder", decoder);
        _adam = AddOptimizer("adam", new Adam(Parameters, learningRate));
    }

    public Module Encoder { get; }

    public Module Decoder { get; }

    /// <summary>(C, H, W, N) → (C, H, W, N), values in [0, 1]</summary>
    public Variable Reconstruct(Variable images, Mode mode) => Decoder.Forward(Encoder.Forward(images, mode), mode);

    /// <summary>The mean squared error of reconstructing these images, in evaluation mode.</summary>
    /// <param name="images">(C, H, W, N), values in [0, 1]</param>
    public double ReconstructionLoss(Tensor images)
    {
        using var scope = Device.OpenScope();
        return Loss(new Variable(Device, images), Mode.Evaluate).Item();
    }

    protected override void Train(Variable images, in StepRandom random)
    {
        var loss = Loss(images, Mode.Train);
        _adam.Step(loss);
        Report(0, loss);
    }

    Variable Loss(Variable images, Mode mode) => Objective.SquaredError(Reconstruct(images, mode), images);
}
