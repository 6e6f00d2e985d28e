using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>A model that generates images from standard normal latent vectors z.</summary>
public interface IGenerator
{
    /// <summary>F, the number of features of z.</summary>
    int LatentSize { get; }

    /// <summary>The name of the component that generates the images: "generator" or "decoder". Models that share its architecture use the same names for its layers.</summary>
    string GeneratingComponent { get; }

    /// <param name="latent">z (F, N)</param>
    /// <param name="mode">selects batch or running statistics in batch normalisation</param>
    /// <returns>(C, H, W, N), values in [0, 1]</returns>
    Variable Generate(Variable latent, Mode mode);
}
