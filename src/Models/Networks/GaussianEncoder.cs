using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>Maps images to normal distributions of latents: a "trunk" that gives features (F, N), and two linear layers on them, "mean" and "log_variance".</summary>
public sealed class GaussianEncoder : Module
{
    readonly Module _trunk;
    readonly Linear _mean;
    readonly Linear _logVariance;

    internal GaussianEncoder(Device device, Module trunk, int features, int latentSize, Initialiser? weight = null) : base(device)
    {
        _trunk = Add("trunk", trunk);
        _mean = Add("mean", new Linear(device, features, latentSize, weight: weight));
        _logVariance = Add("log_variance", new Linear(device, features, latentSize, weight: weight));
    }

    /// <summary>The mean and the logarithm of the variance of each latent.</summary>
    /// <param name="images">(C, H, W, N)</param>
    /// <param name="mode">selects batch or running statistics in batch normalisation</param>
    /// <returns>μ and ln σ², both (latents, N)</returns>
    public (Variable Mean, Variable LogVariance) Distribution(Variable images, Mode mode)
    {
        var features = _trunk.Forward(images, mode);
        return (_mean.Forward(features, mode), _logVariance.Forward(features, mode));
    }

    /// <summary>Images (C, H, W, N) → μ (latents, N)</summary>
    public override Variable Forward(Variable x, Mode mode) => _mean.Forward(_trunk.Forward(x, mode), mode);
}
