using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// The networks of the deep convolutional GAN (Radford et al. 2016), which other models use, too: kernels 4×4 (in the layer next
/// to z or the logit as large as the smallest map), 512 channels at the smallest map, weights N(0, 0.02²), γ N(1, 0.02²), no biases.
/// </summary>
static class DcganNetworks
{
    const int Kernel = 4;
    const int MaxChannels = 512;

    /// <summary>z (F, N) → images (C, H, H, N) in [−1, 1]: a transposed convolution to the smallest map, then one for each doubling of rows and columns, with batch norm and ReLU between them, and tanh.</summary>
    public static Sequential Generator(Device device, in Pyramid pyramid, int latentSize, int narrowing)
    {
        var channels = Pyramid.Channels(MaxChannels, pyramid.Halvings, narrowing);
        var modules = new List<Module>
        {
            new Unflatten(device, new Shape(latentSize, 1, 1)),
            Up(device, latentSize, channels[0], pyramid.Smallest, stride: 1),
        };
        for (var i = 0; i < channels.Length; i++)
        {
            modules.Add(Norm(device, channels[i]));
            modules.Add(new Relu(device));
            modules.Add(Up(device, channels[i], i + 1 < channels.Length ? channels[i + 1] : pyramid.Colours, Kernel, stride: 2));
        }
        modules.Add(new Tanh(device));
        return new Sequential(device, [.. modules]);
    }

    /// <summary>Images (C, H, H, N) in [−1, 1] → logits (1, 1, 1, N): the generator's layers in reverse order, as convolutions with leaky ReLU 0.2.</summary>
    /// <param name="pyramid">the sizes of the maps</param>
    /// <param name="narrowing">divisor of the channels</param>
    /// <param name="normalised">whether there is batch norm after all convolutions but the first and the last</param>
    public static Sequential Discriminator(Device device, in Pyramid pyramid, int narrowing, bool normalised = true)
    {
        var channels = Pyramid.Channels(MaxChannels, pyramid.Halvings, narrowing);
        var modules = new List<Module>();
        for (var i = channels.Length - 1; i >= 0; i--)
        {
            var first = i == channels.Length - 1;
            modules.Add(Down(device, first ? pyramid.Colours : channels[i + 1], channels[i], Kernel, stride: 2));
            if (normalised && !first) modules.Add(Norm(device, channels[i]));
            modules.Add(new LeakyRelu(device));
        }
        modules.Add(Down(device, channels[0], 1, pyramid.Smallest, stride: 1));
        return new Sequential(device, [.. modules]);
    }

    static TransposedConvolution Up(Device device, int from, int to, int kernel, int stride) =>
        new(device, from, to, kernel, stride, padding: stride - 1, bias: false, weight: Initialiser.Normal(0.02));

    static Convolution Down(Device device, int from, int to, int kernel, int stride) =>
        new(device, from, to, kernel, stride, padding: stride - 1, bias: false, weight: Initialiser.Normal(0.02));

    static BatchNorm Norm(Device device, int channels) => new(device, channels, gamma: Initialiser.Normal(0.02, mean: 1));
}
