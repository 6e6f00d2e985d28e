using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>Images that a model encodes and decodes again, in evaluation mode.</summary>
public static class Reconstructions
{
    /// <param name="images">of the shape that the model takes</param>
    /// <returns>one reconstruction for each image</returns>
    /// <exception cref="ArgumentException">The model does not reconstruct images.</exception>
    public static ImageSet Of(Model model, ImageSet images)
    {
        var reconstructor = model as IReconstructor ?? throw new ArgumentException($"{model.GetType().Name} does not reconstruct images.");
        var pixels = new byte[images.Pixels.Length];
        foreach (var (start, count) in HeldOutBatches.Of(images))
        {
            using var scope = model.Device.OpenScope();
            var batch = new Variable(model.Device, HeldOutBatches.Upload(model.Device, images, start, count));
            var made = Quantisation.Of(model.Device, reconstructor.Reconstruct(batch, Mode.Evaluate).Value, images.Name);
            made.Pixels.CopyTo(pixels.AsSpan(start * images.ImageSize));
        }
        return new ImageSet(images.Name, images.Channels, images.Height, images.Width, images.Classes, pixels, images.Labels.ToArray());
    }
}
