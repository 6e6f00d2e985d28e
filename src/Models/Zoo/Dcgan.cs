using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Deep convolutional GAN (Radford et al. 2016): see <see cref="DcganNetworks"/>. 6.3 M parameters for images of (3, 32, 32),
/// 6.6 M for (3, 64, 64).
/// </summary>
public class Dcgan : CrossEntropyGan
{
    /// <param name="seed">seed of the initial values</param>
    /// <param name="image">(C, H, H) with H such as 28, 32 or 64; (3, 32, 32) if null</param>
    /// <param name="narrowing">divisor of all channels</param>
    /// <param name="learningRate">learning rate of Adam with β₁ = 0.5</param>
    /// <param name="latentSize">number of features of z</param>
    /// <exception cref="ArgumentException">The image has another shape.</exception>
    public Dcgan(Device device, ulong seed, Shape? image = null, int narrowing = 1, double learningRate = 2e-4, int latentSize = Latents)
        : this(device, seed, new Pyramid(image ?? new Shape(3, 32, 32)), narrowing, learningRate, latentSize)
    {
    }

    Dcgan(Device device, ulong seed, Pyramid pyramid, int narrowing, double learningRate, int latentSize) : base(
        device,
        seed,
        latentSize,
        DcganNetworks.Generator(device, pyramid, latentSize, narrowing),
        DcganNetworks.Discriminator(device, pyramid, narrowing),
        parameters => new Adam(parameters, learningRate, beta1: 0.5))
    {
    }
}
