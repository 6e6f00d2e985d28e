using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>A model that makes images of latent vectors z, which are standard normal.</summary>
public interface IGenerator
{
    /// <summary>F: the features of z.</summary>
    int LatentSize { get; }

    /// <summary>The component that makes the images: "generator" or "decoder". Models in which it is the same network name its layers alike.</summary>
    string GeneratingComponent { get; }

    /// <param name="latent">z (F, N)</param>
    /// <param name="mode">how batches are normalised: by their own statistics or by the running ones</param>
    /// <returns>(C, H, W, N), values in [0, 1]</returns>
    Variable Generate(Variable latent, Mode mode);
}
