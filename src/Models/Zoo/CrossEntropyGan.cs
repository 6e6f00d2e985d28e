using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// A GAN whose discriminator gives the logit of the probability that an image is real. Both losses are binary cross entropies;
/// that of the generator is the non-saturating one (Goodfellow et al. 2014, section 3).
/// </summary>
public abstract class CrossEntropyGan : Gan
{
    /// <inheritdoc/>
    protected CrossEntropyGan(Device device, ulong seed, int latentSize, Module generator, Module discriminator, Func<IEnumerable<Parameter>, Optimizer> optimizer)
        : base(device, seed, latentSize, generator, discriminator, optimizer)
    {
    }

    protected sealed override Variable DiscriminatorLoss(Variable real, Variable fake, in StepRandom random) => CrossEntropy(real, 1) + CrossEntropy(fake, 0);

    protected sealed override Variable GeneratorLoss(Variable fake) => CrossEntropy(fake, 1);

    /// <summary>The cross entropy of the discriminator's output against a target: 1 for real, 0 for fake.</summary>
    Variable CrossEntropy(Variable images, double target) => Objective.BinaryCrossEntropy(Discriminator.Forward(images, Mode.Train), target);
}
