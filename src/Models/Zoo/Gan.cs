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

    readonly Optimizer _critic;
    readonly Optimizer _maker;

    /// <param name="device">where it computes</param>
    /// <param name="seed">of the initial values</param>
    /// <param name="latentSize">F</param>
    /// <param name="generator">z (F, N) → images (C, H, W, N) in [−1, 1]</param>
    /// <param name="discriminator">images (C, H, W, N) in [−1, 1] → a number for each, large = real</param>
    /// <param name="optimizer">of one network's parameters</param>
    protected Gan(Device device, ulong seed, int latentSize, Module generator, Module discriminator, Func<IEnumerable<Parameter>, Optimizer> optimizer)
        : base(device, seed, "discriminator", "generator")
    {
        LatentSize = latentSize;
        Generator = AddComponent("generator", generator);
        Discriminator = AddComponent("discriminator", discriminator);
        _critic = AddOptimizer("discriminator", optimizer(Discriminator.Parameters));
        _maker = AddOptimizer("generator", optimizer(Generator.Parameters));
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

    /// <summary>
    /// K = <see cref="Model.BatchesPerStep"/> updates of the discriminator, each by new fakes and a batch of its own if so many
    /// are given, and one of the generator by the last fakes.
    /// </summary>
    protected sealed override void Train(Variable images, in StepRandom random)
    {
        for (var i = 0; i < BatchesPerStep - 1; i++)
        {
            using var scope = Device.OpenScope();
            UpdateDiscriminator(Batch(images, i), i, random, out _);
        }
        var critic = UpdateDiscriminator(Batch(images, BatchesPerStep - 1), BatchesPerStep - 1, random, out var fake);
        var maker = GeneratorLoss(fake);
        _maker.Step(maker);
        Report(0, critic);
        Report(1, maker);
    }

    protected sealed override Variable PassThrough(Variable images)
    {
        var latent = Variable.Constant(Device, new Shape(LatentSize, images.Shape[3]), 0);
        return Discriminator.Forward(Generator.Forward(latent, Mode.Evaluate), Mode.Evaluate);
    }

    Variable UpdateDiscriminator(Variable images, int update, in StepRandom random, out Variable fake)
    {
        var own = random with { Step = random.Step * (ulong)BatchesPerStep + (ulong)update };
        fake = Generator.Forward(Latent(own, images.Shape[3]), Mode.Train);
        var loss = DiscriminatorLoss(images * 2 - 1, fake.Detach(), own);
        _critic.Step(loss);
        Constrain();
        return loss;
    }

    Variable Batch(Variable images, int index)
    {
        if (images.Shape.Rank == 4) return images;
        var shape = images.Shape;
        return new Variable(Device, images.Value.Slice(index, 1).Reshape(new Shape(shape[1], shape[2], shape[3], shape[4])));
    }
}
