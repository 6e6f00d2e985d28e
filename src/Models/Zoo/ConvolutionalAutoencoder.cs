using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Encoder: convolutions 4×4 of stride 2 with batch norm and ReLU down to 4×4 maps of 256 channels, and a linear layer to a code
/// of 200 features. Decoder: the layers in reverse order with transposed convolutions, and a sigmoid. 2.96 M parameters for
/// images of (3, 32, 32), 3.0 M for (3, 64, 64).
/// </summary>
public sealed class ConvolutionalAutoencoder : Autoencoder
{
    /// <param name="seed">seed of the initial values</param>
    /// <param name="image">(C, H, H); it is halved as long as at least 3 rows and columns remain; the maps have …, 64, 128, 256 channels</param>
    /// <param name="narrowing">divisor of the channels and of the code's features</param>
    /// <param name="learningRate">learning rate of Adam</param>
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

    /// <summary>Doubles rows and columns; one row and column is added if the encoder's map had an odd number.</summary>
    static TransposedConvolution Up(Device device, in Shape from, in Shape to, bool bias) =>
        new(device, from[0], to[0], ConvolutionalTrunk.Kernel, stride: 2, padding: 1, outputPadding: to[1] - 2 * from[1], bias);
}
