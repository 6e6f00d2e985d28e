using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Deep convolutional GAN (Radford et al. 2016). The generator takes z (128, N) through a 4×4 transposed convolution and
/// doubles its map until it has the image's size; the discriminator mirrors it. Kernels 4×4, batch norm and ReLU in the
/// generator, leaky ReLU 0.2 and batch norm (but for the first and last layer) in the discriminator.
/// 6.3 M weights for images of (3, 32, 32), 6.6 M for (3, 64, 64).
/// </summary>
public sealed class Dcgan : Model, IGenerator
{
    const int Latents = 128;
    const int Kernel = 4;
    const int WidestChannels = 512;

    readonly Adam _critic;
    readonly Adam _maker;

    /// <param name="device">where it computes</param>
    /// <param name="seed">of the initial values</param>
    /// <param name="image">(C, H, H) with H a power of two, at least 8; (3, 32, 32) if absent</param>
    /// <param name="narrowing">what all channels are divided by</param>
    /// <param name="learningRate">Adam's, with β₁ = 0.5</param>
    /// <exception cref="ArgumentException">The image has another form.</exception>
    public Dcgan(Device device, ulong seed, Shape? image = null, int narrowing = 1, double learningRate = 2e-4)
        : base(device, seed, "discriminator", "generator")
    {
        Image = image ?? new Shape(3, 32, 32);
        if (Image.Rank != 3 || Image[1] != Image[2] || Image[1] < 8 || !System.Numerics.BitOperations.IsPow2(Image[1]))
            throw new ArgumentException($"An image is (C, H, H) with H = 8, 16, 32, …, not {Image}.", nameof(image));
        var channels = new int[System.Numerics.BitOperations.Log2((uint)Image[1] / 4)];
        for (var i = 0; i < channels.Length; i++) channels[i] = Math.Max(1, (WidestChannels >> i) / narrowing);
        Generator = AddComponent("generator", GeneratorOf(device, channels, Image[0]));
        Discriminator = AddComponent("discriminator", DiscriminatorOf(device, channels, Image[0]));
        _critic = AddOptimizer("discriminator.adam", new Adam(Discriminator.Parameters, learningRate, beta1: 0.5));
        _maker = AddOptimizer("generator.adam", new Adam(Generator.Parameters, learningRate, beta1: 0.5));
    }

    /// <summary>(C, H, W)</summary>
    public Shape Image { get; }

    public int LatentSize => Latents;

    public string GeneratingComponent => "generator";

    /// <summary>z (128, 1, 1, N) → images (C, H, W, N) in [−1, 1]</summary>
    public Module Generator { get; }

    /// <summary>images (C, H, W, N) in [−1, 1] → logits (1, 1, 1, N), positive = real</summary>
    public Module Discriminator { get; }

    public Variable Generate(Variable latent, Mode mode) => Fake(latent, mode) * 0.5 + 0.5;

    /// <summary>One update of the discriminator and one of the generator, with the same fake images.</summary>
    protected override void Train(Variable images, in StepRandom random)
    {
        var batch = images.Shape[3];
        var fake = Fake(random.Normal(Device, "latent", new Shape(Latents, batch)), Mode.Train);
        var critic = Judge(images * 2 - 1, 1) + Judge(fake.Detach(), 0);
        _critic.Step(critic);
        var maker = Judge(fake, 1);
        _maker.Step(maker);
        Report(0, critic);
        Report(1, maker);
    }

    /// <summary>z (128, N) → images (C, H, W, N) in [−1, 1]</summary>
    Variable Fake(Variable latent, Mode mode) => Generator.Forward(latent.Reshape(new Shape(Latents, 1, 1, latent.Shape[1])), mode);

    /// <summary>The discriminator's loss on images (C, H, W, N) in [−1, 1] that it ought to call real = 1 or fake = 0.</summary>
    Variable Judge(Variable images, double target) => Objective.BinaryCrossEntropy(Discriminator.Forward(images, Mode.Train), target);

    static Sequential GeneratorOf(Device device, int[] channels, int colours)
    {
        var modules = new List<Module> { Up(device, Latents, channels[0], stride: 1, padding: 0) };
        for (var i = 0; i < channels.Length; i++)
        {
            modules.Add(Norm(device, channels[i]));
            modules.Add(new Relu(device));
            modules.Add(Up(device, channels[i], i + 1 < channels.Length ? channels[i + 1] : colours, stride: 2, padding: 1));
        }
        modules.Add(new Tanh(device));
        return new Sequential(device, [.. modules]);
    }

    static Sequential DiscriminatorOf(Device device, int[] channels, int colours)
    {
        var modules = new List<Module>();
        for (var i = channels.Length - 1; i >= 0; i--)
        {
            var first = i == channels.Length - 1;
            modules.Add(Down(device, first ? colours : channels[i + 1], channels[i], stride: 2, padding: 1));
            if (!first) modules.Add(Norm(device, channels[i]));
            modules.Add(new LeakyRelu(device));
        }
        modules.Add(Down(device, channels[0], 1, stride: 1, padding: 0));
        return new Sequential(device, [.. modules]);
    }

    static TransposedConvolution Up(Device device, int from, int to, int stride, int padding) =>
        new(device, from, to, Kernel, stride, padding, bias: false, weight: Initialiser.Normal(0.02));

    static Convolution Down(Device device, int from, int to, int stride, int padding) =>
        new(device, from, to, Kernel, stride, padding, bias: false, weight: Initialiser.Normal(0.02));

    static BatchNorm Norm(Device device, int channels) => new(device, channels, gamma: Initialiser.Normal(0.02, mean: 1));
}
