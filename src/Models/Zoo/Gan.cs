using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// A generative adversarial network (Goodfellow et al. 2014): a generator that maps z to images, and a discriminator, or critic,
/// that is trained to distinguish them from real images. Subclasses define the networks, the losses and the optimizers.
/// </summary>
public abstract class Gan : Model, IGenerator
{
    /// <summary>The default number of features of z.</summary>
    protected const int Latents = 128;

    /// <param name="seed">seed of the initial values</param>
    /// <param name="latentSize">F</param>
    /// <param name="generator">z (F, N) → images (C, H, W, N) in [−1, 1]</param>
    /// <param name="discriminator">images (C, H, W, N) in [−1, 1] → one number for each image, larger for real images</param>
    /// <param name="optimizer">makes the optimizer of one network's parameters</param>
    /// <param name="discriminatorUpdates">number of discriminator updates in a step, each with newly generated images; the generator is updated with the last of these</param>
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

    /// <summary>Images (C, H, W, N) in [−1, 1] → one number for each image, larger for real images</summary>
    public Module Discriminator { get; }

    public int LatentSize { get; }

    public string GeneratingComponent => "generator";

    public Variable Generate(Variable latent, Mode mode) => Generator.Forward(latent, mode) * 0.5 + 0.5;

    /// <summary>The loss of the discriminator.</summary>
    /// <param name="real">real images (C, H, W, N) in [−1, 1]</param>
    /// <param name="fake">generated images (C, H, W, N) in [−1, 1], without gradient</param>
    /// <param name="random">random numbers of this update</param>
    protected abstract Variable DiscriminatorLoss(Variable real, Variable fake, in StepRandom random);

    /// <summary>The loss of the generator.</summary>
    /// <param name="fake">generated images (C, H, W, N) in [−1, 1]</param>
    protected abstract Variable GeneratorLoss(Variable fake);

    /// <summary>Is called after each update of the discriminator; does nothing by default.</summary>
    protected virtual void Constrain()
    {
    }

    /// <summary>z (F, N) of one update, standard normal by default.</summary>
    protected virtual Variable Latent(in StepRandom random, int batch) => random.Normal(Device, "latent", new Shape(LatentSize, batch));

    /// <summary>The images that are generated for a batch, (C, H, W, N) in [−1, 1]. Both losses of a batch use the same ones.</summary>
    Variable Fake(Batch batch) => batch.Share("fake", () => Generator.Forward(Latent(batch.Random, batch.Size), Mode.Train));
}
