using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

/// <summary>The models of the zoo, by name, with the weights that the design asks of them, in millions.</summary>
static class Zoo
{
    /// <summary>A model, and what is expected of it.</summary>
    /// <param name="Kilobytes">of managed memory that a step may allocate: what its operations are recorded in</param>
    public sealed record Entry(string Name, Func<Device, Shape, int, Model> Create, double At32, double At64, int Kilobytes = 64)
    {
        public override string ToString() => Name;
    }

    public static IReadOnlyList<Entry> All { get; } =
    [
        new("linear-ae", (device, image, narrowing) => new LinearAutoencoder(device, 7, image, narrowing), 0.79, 3.15),
        new("conv-ae", (device, image, narrowing) => new ConvolutionalAutoencoder(device, 7, image, narrowing), 2.96, 3.0),
        new("vae", (device, image, narrowing) => VariationalAutoencoder.Convolutional(device, 7, image, narrowing), 5.38, 5.54),
        new("beta-vae", (device, image, narrowing) => VariationalAutoencoder.Convolutional(device, 7, image, narrowing, beta: 4), 5.38, 5.54),
        new("resnet-vae", (device, image, narrowing) => VariationalAutoencoder.Residual(device, 7, image, narrowing), 2.79, 3.41, Kilobytes: 128),
        new("dcgan", (device, image, narrowing) => new Dcgan(device, 7, image, narrowing), 6.31, 6.57),
        new("sngan", (device, image, narrowing) => new Sngan(device, 7, image, narrowing), 6.74, 6.76, Kilobytes: 5 * 192),
        new("resnet-dcgan", (device, image, narrowing) => new ResidualDcgan(device, 7, image, narrowing), 2.25, 2.88, Kilobytes: 128),
        new("wgan", (device, image, narrowing) => new Wgan(device, 7, image, narrowing), 6.31, 6.57, Kilobytes: 5 * 64),
        new("wgan-gp", (device, image, narrowing) => new WganPenalty(device, 7, image, narrowing), 6.31, 6.57, Kilobytes: 5 * 64),
    ];

    /// <summary>A batch of smooth images: something to learn.</summary>
    public static Tensor Images(Device device, in Shape image, int batch)
    {
        var pixels = new float[image.Count * batch];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (pixel, n) = (i / batch, i % batch);
            var (c, y, x) = (pixel / (image[1] * image[2]), pixel / image[2] % image[1], pixel % image[2]);
            pixels[i] = (float)(0.5 + 0.4 * Math.Sin(0.5 * n + 0.3 * y + 0.2 * x + c));
        }
        var images = device.AllocateOwned(new Shape(image[0], image[1], image[2], batch));
        device.Write(images, pixels);
        return images;
    }

    /// <summary>Every tenth weight survives.</summary>
    public static Dictionary<string, Pattern> Masks(Model model) => model.Prunable.ToDictionary(parameter => parameter.Path, parameter =>
    {
        var mask = new byte[parameter.Shape.Count];
        for (var i = 0; i < mask.Length; i += 10) mask[i] = 1;
        return new Pattern(parameter.Shape, mask);
    });
}
