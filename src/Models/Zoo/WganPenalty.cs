using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// The Wasserstein GAN with a gradient penalty: the norm of the critic's gradient at points between real and generated images
/// is driven towards 1 (Gulrajani et al. 2017, algorithm 1: λ = 10, Adam with β₁ = 0, β₂ = 0.9). The critic has no batch norm,
/// with which the output for one image would depend on the other images.
/// </summary>
public sealed class WganPenalty : WassersteinGan
{
    const double Weight = 10;

    /// <inheritdoc cref="Wgan"/>
    /// <param name="learningRate">learning rate of Adam</param>
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
