using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Readme;

// sample
sealed class Denoiser : Model
{
    readonly Module _noise;
    readonly Adam _adam;

    public Denoiser(Device device, ulong seed, int channels = 1) : base(device, seed, "squared error")
    {
        _noise = AddComponent("noise", new Sequential(device,
            new Convolution(device, channels, 16, kernel: 3, padding: 1), new Relu(device),
            new Convolution(device, 16, 16, kernel: 3, padding: 1), new Relu(device),
            new Convolution(device, 16, channels, kernel: 3, padding: 1)));
        _adam = AddOptimizer("adam", new Adam(Parameters, learningRate: 1e-2));
    }

    /// <summary>(C, H, W, N) → (C, H, W, N)</summary>
    public Variable Denoise(Variable images, Mode mode) => images - _noise.Forward(images, mode);

    protected override void Train(Variable images, in StepRandom random)
    {
        var noisy = images + random.Normal(Device, "noise", images.Shape) * 0.3;
        var loss = Objective.SquaredError(Denoise(noisy, Mode.Train), images);
        _adam.Step(loss);
        Report(0, loss);
    }

    protected override Variable PassThrough(Variable images) => Denoise(images, Mode.Evaluate);
}
// end of sample
