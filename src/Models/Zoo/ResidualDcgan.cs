using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// A GAN of residual blocks, see <see cref="ResidualNetworks"/>, trained as the DCGAN. 2.25 M parameters for images of
/// (3, 32, 32), 2.9 M for (3, 64, 64).
/// </summary>
public sealed class ResidualDcgan : CrossEntropyGan
{
    /// <inheritdoc cref="Dcgan"/>
    public ResidualDcgan(Device device, ulong seed, Shape? image = null, int narrowing = 1, double learningRate = 2e-4)
        : this(device, seed, new Pyramid(image ?? new Shape(3, 32, 32)), narrowing, learningRate)
    {
    }

    ResidualDcgan(Device device, ulong seed, Pyramid pyramid, int narrowing, double learningRate) : base(
        device,
        seed,
        Latents,
        ResidualNetworks.Generator(device, pyramid, Latents, narrowing),
        ResidualNetworks.Discriminator(device, pyramid, narrowing),
        parameters => new Adam(parameters, learningRate, beta1: 0.5))
    {
    }
}
