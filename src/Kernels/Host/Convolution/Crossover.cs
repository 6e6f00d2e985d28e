namespace SparseGen.Kernels.Host;

/// <summary>Which weights are executed as masked ones: those for which the masked kernels are faster.</summary>
/// <remarks>
/// A function of pattern and geometry alone, so that runs repeat bit for bit. The constants were measured at batch 64 with
/// `dotnet run -c Release --project bench -- convolution --sparsity 0,0.3,0.5,0.6,0.7`, against dense execution of the
/// same mask, which has to fill the weight up with zeros and to pick the survivors' gradients out: masked execution passes
/// it between densities 0.4 and 0.45 on the inner layers of the DCGAN, and between 0.7 and 1 on linear ones.
/// </remarks>
static class Crossover
{
    const double ImageDensity = 0.42;
    const double LinearDensity = 0.85;

    /// <summary>
    /// A dense tile takes six target channels at a time. With fewer, packing its panels costs more than the product, and
    /// even a full weight is faster as a list of survivors: 2.2 times in BackwardData of a 3-channel layer.
    /// </summary>
    const int FewChannels = 4;

    /// <param name="pattern">null of a dense weight</param>
    /// <param name="shape">the geometry</param>
    /// <param name="targets">channels of the output: out of Forward and BackwardWeights, in of BackwardData</param>
    public static bool IsMasked(Pattern? pattern, in ConvolutionShape shape, int targets)
    {
        var isLinear = shape is { Height: 1, Width: 1, KernelHeight: 1, KernelWidth: 1 };
        if (!isLinear && targets <= FewChannels) return true;
        return pattern is not null && pattern.Density < (isLinear ? LinearDensity : ImageDensity);
    }
}
