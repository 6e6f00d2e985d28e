using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>The non-residual networks of the spectrally normalised GAN (Miyato et al. 2018, table 3), weights N(0, 0.02²).</summary>
static class SpectralNetworks
{
    const int MaxChannels = 512;
    const double Slope = 0.1;

    /// <summary>
    /// z (F, N) → images (C, H, H, N) in [−1, 1]: a linear layer to the smallest map of 512 channels, transposed convolutions 4×4
    /// that halve the channels and double rows and columns, each after batch norm and ReLU, a convolution 3×3, and tanh.
    /// </summary>
    public static Sequential Generator(Device device, in Pyramid pyramid, int latentSize, int narrowing)
    {
        var channels = Channels(pyramid, narrowing);
        var smallest = new Shape(channels[0], pyramid.Smallest, pyramid.Smallest);
        var modules = new List<Module>
        {
            new Linear(device, latentSize, (int)smallest.Count, bias: false, weight: Small),
            new Unflatten(device, smallest),
        };
        for (var i = 0; i < pyramid.Halvings; i++)
        {
            modules.AddRange([new BatchNorm(device, channels[i]), new Relu(device)]);
            modules.Add(new TransposedConvolution(device, channels[i], channels[i + 1], kernel: 4, stride: 2, padding: 1, bias: false, weight: Small));
        }
        modules.AddRange([new BatchNorm(device, channels[^1]), new Relu(device)]);
        modules.AddRange([new Convolution(device, channels[^1], pyramid.Colours, kernel: 3, padding: 1, weight: Small), new Tanh(device)]);
        return new Sequential(device, [.. modules]);
    }

    /// <summary>
    /// Images (C, H, H, N) → (1, N): for each size of map a convolution 3×3 to as many channels as the generator has there and,
    /// but for the smallest, a convolution 4×4 that halves the map; then a linear layer. Leaky ReLU 0.1; every weight is
    /// spectrally normalised.
    /// </summary>
    public static Sequential Discriminator(Device device, in Pyramid pyramid, int narrowing)
    {
        var channels = Channels(pyramid, narrowing);
        var modules = new List<Module>();
        for (var i = pyramid.Halvings; i >= 0; i--)
        {
            var from = i == pyramid.Halvings ? pyramid.Colours : channels[i + 1];
            modules.AddRange([Convolution(device, from, channels[i], kernel: 3, stride: 1), new LeakyRelu(device, Slope)]);
            if (i > 0) modules.AddRange([Convolution(device, channels[i], channels[i], kernel: 4, stride: 2), new LeakyRelu(device, Slope)]);
        }
        modules.AddRange([new Flatten(device), new Linear(device, channels[0] * pyramid.Smallest * pyramid.Smallest, 1, weight: Small, spectral: true)]);
        return new Sequential(device, [.. modules]);
    }

    static Initialiser Small => Initialiser.Normal(0.02);

    /// <summary>The channels of the maps from the smallest to the size of the image: (512, 256, 128, 64).</summary>
    static int[] Channels(in Pyramid pyramid, int narrowing) => Pyramid.Channels(MaxChannels, pyramid.Halvings + 1, narrowing);

    static Convolution Convolution(Device device, int from, int to, int kernel, int stride) =>
        new(device, from, to, kernel, stride, padding: 1, weight: Small, spectral: true);
}
