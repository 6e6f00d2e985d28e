using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>A GAN whose discriminator gives the logit of an image being real; both losses are binary cross entropies, the generator's the non-saturating one (Goodfellow et al. 2014, section 3).</summary>
public abstract class CrossEntropyGan : Gan
{
    /// <inheritdoc/>
    protected CrossEntropyGan(Device device, ulong seed, int latentSize, Module generator, Module discriminator, Func<IEnumerable<Parameter>, Optimizer> optimizer)
        : base(device, seed, latentSize, generator, discriminator, optimizer)
    {
    }

    protected sealed override Variable DiscriminatorLoss(Variable real, Variable fake, in StepRandom random) => Judge(real, 1) + Judge(fake, 0);

    protected sealed override Variable GeneratorLoss(Variable fake) => Judge(fake, 1);

    /// <summary>The discriminator's loss on images that it ought to call real = 1 or fake = 0.</summary>
    Variable Judge(Variable images, double target) => Objective.BinaryCrossEntropy(Discriminator.Forward(images, Mode.Train), target);
}
