using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>Strips of images: the first held-out one of each class, as it is and as an autoencoder reconstructs it.</summary>
static class Reconstructions
{
    public static Picture Originals(ImageSet heldOut)
    {
        var examples = Examples(heldOut);
        return ImageGrid.Of(Pixels(heldOut, examples), ShapeOf(heldOut, examples), examples.Length);
    }

    public static Picture Of(Model model, ImageSet heldOut)
    {
        var reconstructor = model as IReconstructor ?? throw new ArgumentException($"{model.GetType().Name} does not reconstruct images.");
        var examples = Examples(heldOut);
        var shape = ShapeOf(heldOut, examples);
        using var scope = model.Device.OpenScope();
        var images = new Variable(model.Device, model.Device.Upload(shape, Pixels(heldOut, examples)));
        return ImageGrid.Of(model.Device.Read(reconstructor.Reconstruct(images, Mode.Evaluate).Value), shape, examples.Length);
    }

    static int[] Examples(ImageSet images)
    {
        var labels = images.Labels.ToArray();
        return [.. Enumerable.Range(0, images.Classes).Select(label => Array.IndexOf(labels, (byte)label)).Where(index => index >= 0)];
    }

    static Shape ShapeOf(ImageSet images, int[] examples) => new(images.Channels, images.Height, images.Width, examples.Length);

    static float[] Pixels(ImageSet images, int[] examples)
    {
        var pixels = new float[images.ImageSize * examples.Length];
        BatchLayout.Fill(images, examples, pixels);
        return pixels;
    }
}
