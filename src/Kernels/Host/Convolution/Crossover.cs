namespace SparseGen.Kernels.Host;

/// <summary>Which weights are worth masked execution.</summary>
static class Crossover
{
    /// <summary>Below this density the masked kernels win; above it the weight is filled up with zeros.</summary>
    const double Density = 0.4;

    /// <summary>A function of the pattern alone, so that runs repeat bit for bit.</summary>
    public static bool IsMasked(Pattern pattern) => pattern.Density < Density;
}
