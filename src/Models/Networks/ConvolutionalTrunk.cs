using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>The encoder that autoencoders share: convolutions 4×4 of stride 2 with batch norm and ReLU, down to maps of 256 channels and 3 to 5 rows.</summary>
static class ConvolutionalTrunk
{
    public const int Kernel = 4;

    const int WidestChannels = 256;
    const int FewestRows = 3;

    /// <summary>The maps (C, H, W) from the image to the last one, with channels …, 64, 128, 256.</summary>
    /// <exception cref="ArgumentException">The image is not square, or too small to be halved.</exception>
    public static Shape[] Stages(in Shape image, int narrowing)
    {
        if (image.Rank != 3 || image[1] != image[2]) throw new ArgumentException($"An image is (C, H, H), not {image}.");
        var halvings = 0;
        while (image[1] >> (halvings + 1) >= FewestRows) halvings++;
        if (halvings == 0) throw new ArgumentException($"Images {image} are too small: at least 6 rows and columns are needed.");
        var stages = new Shape[halvings + 1];
        stages[0] = image;
        for (var i = 1; i <= halvings; i++)
            stages[i] = new Shape(Narrowing.Of(WidestChannels >> (halvings - i), narrowing), image[1] >> i, image[2] >> i);
        return stages;
    }

    /// <summary>Images (C, H, W, N) → features (F, N), those of the last stage.</summary>
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
