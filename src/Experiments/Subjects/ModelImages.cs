using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>
/// Pictures of a network's output and of the originals. A model that generates is shown by images of the latent vectors of a seed, others
/// by reconstructions of the first held-out image of each class.
/// </summary>
static class ModelImages
{
    const int Columns = 8;

    /// <param name="count">number of images, if the model generates</param>
    public static Picture Originals(Model model, ImageSet heldOut, int count)
    {
        if (model is IGenerator) return ImageGrid.Of(heldOut, Math.Min(count, heldOut.Count), Columns);
        var examples = Examples(heldOut);
        return ImageGrid.Of(Pixels(heldOut, examples), ShapeOf(heldOut, examples), examples.Length);
    }

    /// <param name="count">number of images, if the model generates</param>
    public static Picture Of(Model model, ImageSet heldOut, ulong seed, int count)
    {
        if (model is IGenerator) return Grid(model, seed, count);
        var reconstructor = model as IReconstructor ?? throw new ArgumentException($"{model.GetType().Name} neither generates nor reconstructs images.");
        var examples = Examples(heldOut);
        var shape = ShapeOf(heldOut, examples);
        using var scope = model.Device.OpenScope();
        var images = new Variable(model.Device, model.Device.Upload(shape, Pixels(heldOut, examples)));
        return ImageGrid.Of(model.Device.Read(reconstructor.Reconstruct(images, Mode.Evaluate).Value), shape, examples.Length);
    }

    static Picture Grid(Model model, ulong seed, int count)
    {
        var images = Samples.Of(model, seed, Math.Min(count, Samples.BatchSize)).Single();
        return ImageGrid.Of(images, images.Count, Columns);
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
