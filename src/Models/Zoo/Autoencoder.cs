using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>An encoder and a decoder, trained by Adam to reconstruct images. The loss is the mean squared error over pixels and batch.</summary>
public abstract class Autoencoder : Model, IReconstructor
{
    protected Autoencoder(Device device, ulong seed, Module encoder, Module decoder, double learningRate) : base(device, seed)
    {
        Encoder = AddComponent("encoder", encoder);
        Decoder = AddComponent("decoder", decoder);
        AddUpdate("reconstruction", new Adam(Parameters, learningRate), batch => Objective.SquaredError(Reconstruct(batch.Images, Mode.Train), batch.Images));
    }

    public Module Encoder { get; }

    public Module Decoder { get; }

    /// <summary>(C, H, W, N) → (C, H, W, N), values in [0, 1]</summary>
    public Variable Reconstruct(Variable images, Mode mode) => Decoder.Forward(Encoder.Forward(images, mode), mode);
}
