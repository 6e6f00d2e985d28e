using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>The Wasserstein GAN whose critic's parameters are clipped to [−0.01, 0.01] after each of its updates (Arjovsky et al. 2017, algorithm 1), trained by RMSprop.</summary>
public sealed class Wgan : WassersteinGan
{
    const double Clip = 0.01;

    /// <param name="seed">seed of the initial values</param>
    /// <param name="image">(C, H, H) with H such as 28, 32 or 64; (3, 32, 32) if null</param>
    /// <param name="narrowing">divisor of all channels</param>
    /// <param name="learningRate">learning rate of RMSprop</param>
    /// <exception cref="ArgumentException">The image has another shape.</exception>
    public Wgan(Device device, ulong seed, Shape? image = null, int narrowing = 1, double learningRate = 5e-5)
        : base(device, seed, new Pyramid(image ?? new Shape(3, 32, 32)), narrowing, normalisedCritic: true, parameters => new RmsProp(parameters, learningRate))
    {
    }

    protected override void Constrain()
    {
        foreach (var parameter in Discriminator.Parameters)
            Device.Kernels.Unary(UnaryFunction.Clamp, parameter.Value.Value, parameter.Value.Value, -Clip, Clip);
    }
}
