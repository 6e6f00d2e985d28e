using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>
/// Images that a model generates in evaluation mode. The latent vectors depend only on the seed, so that all networks of a seed are
/// compared on the same ones.
/// </summary>
public static class Samples
{
    /// <summary>Images generated at once. It is fixed, so that the first images do not depend on their number.</summary>
    public const int BatchSize = 64;

    /// <param name="seed">seed of the latent vectors</param>
    /// <returns>sets of at most <see cref="BatchSize"/> images</returns>
    /// <exception cref="ArgumentException">The model does not generate images.</exception>
    public static IEnumerable<ImageSet> Of(Model model, ulong seed, int count)
    {
        var generator = model as IGenerator ?? throw new ArgumentException($"{model.GetType().Name} does not generate images.");
        for (var start = 0; start < count; start += BatchSize)
        {
            var batch = Batch(generator, model.Device, RandomStream.For(seed, "samples", (ulong)(start / BatchSize)));
            yield return batch.Slice(0, Math.Min(BatchSize, count - start));
        }
    }

    static ImageSet Batch(IGenerator generator, Device device, in RandomStream stream)
    {
        using var scope = device.OpenScope();
        var latent = device.Allocate(new Shape(generator.LatentSize, BatchSize));
        device.Kernels.Normal(stream, latent);
        return Quantisation.Of(device, generator.Generate(new Variable(device, latent), Mode.Evaluate).Value, "generated");
    }
}
