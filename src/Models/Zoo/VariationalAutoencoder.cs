using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Variational autoencoder (Kingma and Welling 2014): an encoder from images to normal distributions of 128 latents, and a
/// decoder from latents to images, trained by Adam. The loss is the negative evidence lower bound, up to a constant, with a
/// normal likelihood of variance ½: squared error summed over pixels + β · KL divergence summed over latents, mean over the
/// batch. With β ≠ 1 it is a β-VAE (Higgins et al. 2017).
/// </summary>
public sealed class VariationalAutoencoder : Model, IGenerator, IReconstructor
{
    const int Latents = 128;

    readonly double _beta;

    VariationalAutoencoder(Device device, ulong seed, GaussianEncoder encoder, Module decoder, double beta, double learningRate)
        : base(device, seed)
    {
        Encoder = AddComponent("encoder", encoder);
        Decoder = AddComponent("decoder", decoder);
        _beta = beta;
        AddUpdate("loss", new Adam(Parameters, learningRate), Loss, reports: ["reconstruction", "divergence"]);
    }

    /// <summary>
    /// With the encoder of the convolutional autoencoder, and the generator of the DCGAN as decoder. 5.4 M parameters for
    /// images of (3, 32, 32), 5.5 M for (3, 64, 64).
    /// </summary>
    /// <param name="seed">seed of the initial values</param>
    /// <param name="image">(C, H, H) with H such as 28, 32 or 64</param>
    /// <param name="narrowing">divisor of the channels; the latents remain 128</param>
    /// <param name="beta">weight β of the KL divergence</param>
    /// <param name="learningRate">learning rate of Adam</param>
    /// <exception cref="ArgumentException">The image has another shape.</exception>
    public static VariationalAutoencoder Convolutional(Device device, ulong seed, Shape image, int narrowing = 1, double beta = 1, double learningRate = 1e-3)
    {
        var pyramid = new Pyramid(image);
        var stages = ConvolutionalTrunk.Stages(image, narrowing);
        var trunk = new Sequential(device, [.. ConvolutionalTrunk.Modules(device, stages)]);
        var encoder = new GaussianEncoder(device, trunk, (int)stages[^1].Count, Latents);
        return new(device, seed, encoder, DcganNetworks.Generator(device, pyramid, Latents, narrowing), beta, learningRate);
    }

    /// <summary>
    /// With a residual encoder, and the generator of the residual DCGAN as decoder. 2.8 M parameters for images of (3, 32, 32),
    /// 3.4 M for (3, 64, 64).
    /// </summary>
    /// <inheritdoc cref="Convolutional"/>
    public static VariationalAutoencoder Residual(Device device, ulong seed, Shape image, int narrowing = 1, double beta = 1, double learningRate = 1e-3)
    {
        var pyramid = new Pyramid(image);
        var features = (int)ResidualNetworks.SmallestMap(pyramid, narrowing).Count;
        var encoder = new GaussianEncoder(device, ResidualNetworks.Trunk(device, pyramid, narrowing), features, Latents, weight: Initialiser.He(features));
        return new(device, seed, encoder, ResidualNetworks.Generator(device, pyramid, Latents, narrowing), beta, learningRate);
    }

    public GaussianEncoder Encoder { get; }

    /// <summary>z (128, N) → images (C, H, W, N) in [−1, 1]</summary>
    public Module Decoder { get; }

    public int LatentSize => Latents;

    public string GeneratingComponent => "decoder";

    public Variable Generate(Variable latent, Mode mode) => Decoder.Forward(latent, mode) * 0.5 + 0.5;

    /// <summary>Decodes the means of the latents: (C, H, W, N) → (C, H, W, N), values in [0, 1].</summary>
    public Variable Reconstruct(Variable images, Mode mode) => Generate(Encoder.Forward(images, mode), mode);

    Variable Loss(Batch batch)
    {
        var (mean, logVariance) = Encoder.Distribution(batch.Images, Mode.Train);
        var noise = batch.Random.Normal(Device, "latent", mean.Shape);
        var latent = mean + (logVariance * 0.5).Exp() * noise;
        var reconstruction = Objective.SquaredErrorPerImage(Generate(latent, Mode.Train), batch.Images);
        var divergence = Objective.KullbackLeibler(mean, logVariance);
        batch.Report("reconstruction", reconstruction);
        batch.Report("divergence", divergence);
        return reconstruction + divergence * _beta;
    }
}
