using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// The Wasserstein GAN whose critic's gradient is drawn to length 1 between real and fake images (Gulrajani et al. 2017,
/// algorithm 1: λ = 10, Adam with β₁ = 0, β₂ = 0.9). The critic has no batch norm, which would mix the images' gradients.
/// </summary>
public sealed class WganPenalty : WassersteinGan
{
    const double Weight = 10;

    /// <inheritdoc cref="Wgan"/>
    /// <param name="learningRate">Adam's</param>
    public WganPenalty(Device device, ulong seed, Shape? image = null, int narrowing = 1, double learningRate = 1e-4) : base(
        device,
        seed,
        new Pyramid(image ?? new Shape(3, 32, 32)),
        narrowing,
        normalisedCritic: false,
        parameters => new Adam(parameters, learningRate, beta1: 0, beta2: 0.9))
    {
    }

    protected override Variable DiscriminatorLoss(Variable real, Variable fake, in StepRandom random)
    {
        var position = random.Uniform(Device, "interpolation", new Shape(1, 1, 1, real.Shape[3]));
        var between = fake + (real - fake) * position;
        return base.DiscriminatorLoss(real, fake, random) + Objective.GradientPenalty(images => Discriminator.Forward(images, Mode.Train), between) * Weight;
    }
}
