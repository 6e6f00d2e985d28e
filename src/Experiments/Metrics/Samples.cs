using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>
/// Images that a model generates, in evaluation mode, of latent vectors that depend on the seed alone: all networks of a seed
/// are compared on the same.
/// </summary>
public static class Samples
{
    /// <summary>Always as many at once, so that the first images do not depend on how many are wanted.</summary>
    public const int BatchSize = 64;

    /// <param name="model">that generates</param>
    /// <param name="seed">of the latent vectors</param>
    /// <param name="count">how many images</param>
    /// <returns>pieces of at most <see cref="BatchSize"/></returns>
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
