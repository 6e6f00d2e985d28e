using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace OwnNetworks;

// sample
sealed class Denoiser : Model
{
    readonly Module _noise;

    public Denoiser(Device device, ulong seed, int channels = 1) : base(device, seed)
    {
        _noise = AddComponent("noise", new Sequential(device,
            new Convolution(device, channels, 16, kernel: 3, padding: 1), new Relu(device),
            new Convolution(device, 16, 16, kernel: 3, padding: 1), new Relu(device),
            new Convolution(device, 16, channels, kernel: 3, padding: 1)));
        AddUpdate("squared error", new Adam(Parameters, learningRate: 1e-2), Loss);
    }

    /// <summary>(C, H, W, N) → (C, H, W, N)</summary>
    public Variable Denoise(Variable images, Mode mode) => images - _noise.Forward(images, mode);

    Variable Loss(Batch batch)
    {
        var noisy = batch.Images + batch.Random.Normal(Device, "noise", batch.Images.Shape) * 0.3;
        return Objective.SquaredError(Denoise(noisy, Mode.Train), batch.Images);
    }
}
// end of sample
