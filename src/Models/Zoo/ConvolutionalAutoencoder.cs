using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Convolutions 4×4 of stride 2 with batch norm and ReLU down to 4×4 maps of 256 channels, a linear code of 200 features, and
/// the mirror image of it all, ending in a sigmoid: 2.96 M weights for images of (3, 32, 32), 3.0 M for (3, 64, 64).
/// </summary>
public sealed class ConvolutionalAutoencoder : Autoencoder
{
    /// <param name="device">where it computes</param>
    /// <param name="seed">of the initial values</param>
    /// <param name="image">(C, H, H); halved as long as 3 rows and columns remain, with channels …, 64, 128, 256</param>
    /// <param name="narrowing">what the channels and the code are divided by</param>
    /// <param name="learningRate">Adam's</param>
    /// <exception cref="ArgumentException">The image is not square, or too small to be halved.</exception>
    public ConvolutionalAutoencoder(Device device, ulong seed, Shape image, int narrowing = 1, double learningRate = 1e-3)
        : this(device, seed, ConvolutionalTrunk.Stages(image, narrowing), Narrowing.Of(200, narrowing), learningRate)
    {
    }

    ConvolutionalAutoencoder(Device device, ulong seed, Shape[] stages, int code, double learningRate) : base(
        device, seed, new Sequential(device, [.. ConvolutionalTrunk.Modules(device, stages), new Linear(device, (int)stages[^1].Count, code)]), DecoderOf(device, stages, code), learningRate)
    {
    }

    static Sequential DecoderOf(Device device, Shape[] stages, int code)
    {
        var modules = new List<Module>
        {
            new Linear(device, code, (int)stages[^1].Count, bias: false),
            new Unflatten(device, stages[^1]),
        };
        for (var i = stages.Length - 1; i > 0; i--)
        {
            modules.Add(new BatchNorm(device, stages[i][0]));
            modules.Add(new Relu(device));
            modules.Add(Up(device, stages[i], stages[i - 1], bias: i == 1));
        }
        modules.Add(new Sigmoid(device));
        return new Sequential(device, [.. modules]);
    }

    /// <summary>From a map to one of twice its size, or one more where the image's size was odd.</summary>
    static TransposedConvolution Up(Device device, in Shape from, in Shape to, bool bias) =>
        new(device, from[0], to[0], ConvolutionalTrunk.Kernel, stride: 2, padding: 1, outputPadding: to[1] - 2 * from[1], bias);
}
