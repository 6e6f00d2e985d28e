using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>What a figure has on its y axis; lower is better.</summary>
/// <param name="Name">in metrics.jsonl</param>
/// <param name="Title">on the axis</param>
/// <param name="Measure">of a trained model on held-out images</param>
public sealed record Metric(string Name, string Title, Func<Model, ImageSet, double> Measure)
{
    /// <summary>Large enough to be fast; the result does not depend on it but for rounding.</summary>
    const int BatchSize = 256;

    /// <summary>The mean squared error of reconstructed pixels in [0, 1], over all pixels and images.</summary>
    public static Metric ReconstructionLoss { get; } = new("reconstruction", "reconstruction loss", MeanReconstructionLoss);

    static double MeanReconstructionLoss(Model model, ImageSet images)
    {
        var reconstructor = model as IReconstructor ?? throw new ArgumentException($"{model.GetType().Name} does not reconstruct images.");
        var sum = 0.0;
        for (var start = 0; start < images.Count; start += BatchSize)
        {
            var count = Math.Min(BatchSize, images.Count - start);
            using var scope = model.Device.OpenScope();
            sum += count * reconstructor.ReconstructionLoss(Upload(model.Device, images, start, count));
        }
        return sum / images.Count;
    }

    static Tensor Upload(Device device, ImageSet images, int start, int count)
    {
        var pixels = new float[count * images.ImageSize];
        BatchLayout.Fill(images, start, count, pixels);
        return device.Upload(new Shape(images.Channels, images.Height, images.Width, count), pixels);
    }
}
