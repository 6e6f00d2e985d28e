namespace SparseGen.Kernels.Host;

/// <summary>Which weights are executed as masked ones: those for which the masked kernels are faster.</summary>
/// <remarks>
/// A function of pattern and geometry alone, so that runs repeat bit for bit. The constants were measured at batch 64 with
/// `dotnet run -c Release --project bench -- convolution --sparsity 0,0.2,0.36,0.45,0.5,0.55,0.6,0.65,0.7,0.75`, for the
/// DCGAN and `--model linear-ae`, against dense execution of the same mask: on the inner layers of the DCGAN masked Forward
/// and BackwardData are as fast between densities 0.45 and 0.55, BackwardWeights at 0.4, Forward from three channels at
/// 0.35; on the linear layers of the autoencoder between 0.43 and 0.6, on that of a DCGAN, which has ten times as many
/// weights, between 0.3 and 0.4. In whole steps, where lists of survivors are not left in the caches, masked execution gains
/// a little later: hence constants at the lower ends.
/// </remarks>
static class Crossover
{
    const double ImageDensity = 0.57;
    const double ImageGradientDensity = 0.45;
    const double FewSourcesDensity = 0.35;
    const double FewSourcesGradientDensity = 0.47;
    const double LinearDensity = 0.38;

    /// <summary>
    /// Colours. A dense tile takes six target channels at a time; with fewer, packing its panels costs more than the
    /// product, and even a full weight is faster from the patches of the masked kernels.
    /// </summary>
    public const int FewChannels = 4;

    /// <summary>Below it three target channels are no longer treated together, with pruned weights as zeros.</summary>
    const double ThinDensity = 0.52;

    /// <summary>Forward: from in to out channels.</summary>
    /// <param name="pattern">null of a dense weight</param><param name="shape">the geometry</param>
    public static bool Forward(Pattern? pattern, in ConvolutionShape shape) =>
        shape.IsLinear ? Linear(pattern, shape.InChannels) : Product(pattern, shape.InChannels, shape.OutChannels);

    /// <summary>BackwardData: from out to in channels.</summary>
    /// <inheritdoc cref="Forward"/>
    public static bool BackwardData(Pattern? pattern, in ConvolutionShape shape) =>
        shape.IsLinear ? Linear(pattern, shape.OutChannels) : Product(pattern, shape.OutChannels, shape.InChannels);

    /// <inheritdoc cref="Forward"/>
    public static bool BackwardWeights(Pattern? pattern, in ConvolutionShape shape) => shape.IsLinear
        ? pattern?.Density < LinearDensity
        : shape.OutChannels <= FewChannels || pattern?.Density < (shape.InChannels <= FewChannels ? FewSourcesGradientDensity : ImageGradientDensity);

    /// <summary>Of a Forward or BackwardData to few channels: whether by <see cref="ThinRun{TLanes}"/>.</summary>
    public static bool IsThin(Pattern? pattern, int targets) => targets == 3 && !(pattern?.Density < ThinDensity);

    /// <summary>From few sources hardly anything is computed: the target has to be written in any case, and dense code does it in larger pieces.</summary>
    static bool Linear(Pattern? pattern, int sources) => sources > FewChannels && pattern?.Density < LinearDensity;

    static bool Product(Pattern? pattern, int sources, int targets) =>
        targets <= FewChannels || pattern?.Density < (sources <= FewChannels ? FewSourcesDensity : ImageDensity);
}
