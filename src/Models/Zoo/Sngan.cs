using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// The GAN with a spectrally normalised discriminator (Miyato et al. 2018), see <see cref="SpectralNetworks"/>, with hinge
/// losses and five updates of the discriminator in a step. 6.7 M parameters for images of (3, 32, 32), 6.8 M for (3, 64, 64).
/// </summary>
public sealed class Sngan : Gan
{
    /// <param name="seed">seed of the initial values</param>
    /// <param name="image">(C, H, H) with H such as 28, 32 or 64; (3, 32, 32) if null</param>
    /// <param name="narrowing">divisor of all channels</param>
    /// <param name="learningRate">learning rate of Adam with β₁ = 0, β₂ = 0.9</param>
    /// <exception cref="ArgumentException">The image has another shape.</exception>
    public Sngan(Device device, ulong seed, Shape? image = null, int narrowing = 1, double learningRate = 2e-4)
        : this(device, seed, new Pyramid(image ?? new Shape(3, 32, 32)), narrowing, learningRate)
    {
    }

    Sngan(Device device, ulong seed, Pyramid pyramid, int narrowing, double learningRate) : base(
        device,
        seed,
        Latents,
        SpectralNetworks.Generator(device, pyramid, Latents, narrowing),
        SpectralNetworks.Discriminator(device, pyramid, narrowing),
        parameters => new Adam(parameters, learningRate, beta1: 0, beta2: 0.9),
        discriminatorUpdates: 5)
    {
    }

    protected override Variable DiscriminatorLoss(Variable real, Variable fake, in StepRandom random) =>
        Objective.Hinge(Discriminator.Forward(real, Mode.Train), sign: 1) + Objective.Hinge(Discriminator.Forward(fake, Mode.Train), sign: -1);

    protected override Variable GeneratorLoss(Variable fake) => -Discriminator.Forward(fake, Mode.Train).Mean();
}
