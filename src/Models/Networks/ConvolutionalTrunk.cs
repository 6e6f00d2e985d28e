using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>The encoder that several autoencoders use: convolutions 4×4 of stride 2 with batch norm and ReLU, down to a map of 256 channels and 3 to 5 rows.</summary>
static class ConvolutionalTrunk
{
    public const int Kernel = 4;

    const int MaxChannels = 256;
    const int MinRows = 3;

    /// <summary>The shapes (C, H, W) of the image and of the map after each convolution; the last maps have …, 64, 128, 256 channels.</summary>
    /// <param name="narrowing">divisor of the channels</param>
    /// <exception cref="ArgumentException">The image is not square, or too small to be halved.</exception>
    public static Shape[] Stages(in Shape image, int narrowing)
    {
        if (image.Rank != 3 || image[1] != image[2]) throw new ArgumentException($"An image is (C, H, H), not {image}.");
        var halvings = 0;
        while (image[1] >> (halvings + 1) >= MinRows) halvings++;
        if (halvings == 0) throw new ArgumentException($"Images {image} are too small: at least 6 rows and columns are needed.");
        var stages = new Shape[halvings + 1];
        stages[0] = image;
        for (var i = 1; i <= halvings; i++)
            stages[i] = new Shape(Narrowing.Of(MaxChannels >> (halvings - i), narrowing), image[1] >> i, image[2] >> i);
        return stages;
    }

    /// <summary>Images (C, H, W, N) → features (F, N): the last map, flattened.</summary>
    public static IEnumerable<Module> Modules(Device device, Shape[] stages)
    {
        for (var i = 1; i < stages.Length; i++)
        {
            yield return new Convolution(device, stages[i - 1][0], stages[i][0], Kernel, stride: 2, padding: 1, bias: false);
            yield return new BatchNorm(device, stages[i][0]);
            yield return new Relu(device);
        }
        yield return new Flatten(device);
    }
}
