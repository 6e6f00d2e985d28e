using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Two networks trained against each other (Goodfellow et al. 2014): a generator that makes images of z, and a discriminator,
/// or critic, that tells them from real ones. A model is its networks, its losses and its optimizers.
/// </summary>
public abstract class Gan : Model, IGenerator
{
    /// <summary>Features of z in all GANs of the zoo.</summary>
    protected const int Latents = 128;

    /// <param name="device">where it computes</param>
    /// <param name="seed">of the initial values</param>
    /// <param name="latentSize">F</param>
    /// <param name="generator">z (F, N) → images (C, H, W, N) in [−1, 1]</param>
    /// <param name="discriminator">images (C, H, W, N) in [−1, 1] → a number for each, large = real</param>
    /// <param name="optimizer">of one network's parameters</param>
    /// <param name="discriminatorUpdates">how often the discriminator is updated in a step, each time by new fakes; the generator is by the last of them</param>
    protected Gan(Device device, ulong seed, int latentSize, Module generator, Module discriminator, Func<IEnumerable<Parameter>, Optimizer> optimizer, int discriminatorUpdates = 1)
        : base(device, seed)
    {
        LatentSize = latentSize;
        Generator = AddComponent("generator", generator);
        Discriminator = AddComponent("discriminator", discriminator);
        AddUpdate("discriminator", optimizer(Discriminator.Parameters), batch => DiscriminatorLoss(batch.Images * 2 - 1, Fake(batch).Detach(), batch.Random), discriminatorUpdates, Constrain);
        AddUpdate("generator", optimizer(Generator.Parameters), batch => GeneratorLoss(Fake(batch)));
    }

    /// <summary>z (F, N) → images (C, H, W, N) in [−1, 1]</summary>
    public Module Generator { get; }

    /// <summary>Images (C, H, W, N) in [−1, 1] → a number for each, large = real</summary>
    public Module Discriminator { get; }

    public int LatentSize { get; }

    public string GeneratingComponent => "generator";

    public Variable Generate(Variable latent, Mode mode) => Generator.Forward(latent, mode) * 0.5 + 0.5;

    /// <summary>What the discriminator's update lowers.</summary>
    /// <param name="real">(C, H, W, N) in [−1, 1]</param>
    /// <param name="fake">as real; constants</param>
    /// <param name="random">of this update</param>
    protected abstract Variable DiscriminatorLoss(Variable real, Variable fake, in StepRandom random);

    /// <summary>What the generator's update lowers.</summary>
    /// <param name="fake">(C, H, W, N) in [−1, 1]</param>
    protected abstract Variable GeneratorLoss(Variable fake);

    /// <summary>What is done to the discriminator after each of its updates.</summary>
    protected virtual void Constrain()
    {
    }

    /// <summary>z (F, N) of one update.</summary>
    protected virtual Variable Latent(in StepRandom random, int batch) => random.Normal(Device, "latent", new Shape(LatentSize, batch));

    /// <summary>The images that are generated for a batch, (C, H, W, N) in [−1, 1]: the same for both networks.</summary>
    Variable Fake(Batch batch) => batch.Share("fake", () => Generator.Forward(Latent(batch.Random, batch.Size), Mode.Train));
}
