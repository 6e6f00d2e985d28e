using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>An encoder and a decoder trained by Adam to reproduce images: mean squared error over pixels and batch.</summary>
public abstract class Autoencoder : Model, IReconstructor
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

    protected override void Train(Variable images, in StepRandom random)
    {
        var loss = Objective.SquaredError(Reconstruct(images, Mode.Train), images);
        _adam.Step(loss);
        Report(0, loss);
    }

    protected override Variable PassThrough(Variable images) => Reconstruct(images, Mode.Evaluate);
}
