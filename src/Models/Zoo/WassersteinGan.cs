using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// A GAN whose critic D estimates a Wasserstein distance (Arjovsky et al. 2017): the networks of the DCGAN, losses
/// E D(fake) − E D(real) and −E D(fake), five updates of the critic in a step. Subclasses bound the Lipschitz constant of the
/// critic. 6.3 M parameters for images of (3, 32, 32), 6.6 M for (3, 64, 64).
/// </summary>
public abstract class WassersteinGan : Gan
{
    private protected WassersteinGan(Device device, ulong seed, Pyramid pyramid, int narrowing, bool normalisedCritic, Func<IEnumerable<Parameter>, Optimizer> optimizer) : base(
        device,
        seed,
        Latents,
        DcganNetworks.Generator(device, pyramid, Latents, narrowing),
        DcganNetworks.Discriminator(device, pyramid, narrowing, normalisedCritic),
        optimizer,
        discriminatorUpdates: 5)
    {
    }

    /// <summary>The mean of the critic's output on images (C, H, W, N) in [−1, 1].</summary>
    protected Variable CriticMean(Variable images) => Discriminator.Forward(images, Mode.Train).Mean();

    protected override Variable DiscriminatorLoss(Variable real, Variable fake, in StepRandom random) => CriticMean(fake) - CriticMean(real);

    protected sealed override Variable GeneratorLoss(Variable fake) => -CriticMean(fake);
}
