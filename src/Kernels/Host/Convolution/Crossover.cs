namespace SparseGen.Kernels.Host;

/// <summary>Decides which weights are executed masked: those for which the masked kernels are faster.</summary>
/// <remarks>
/// A function of pattern and geometry only, so that repeated runs are bit-identical. The constants were measured at batch 64
/// with `dotnet run -c Release --project bench -- convolution --sparsity 0,0.2,0.36,0.45,0.5,0.55,0.6,0.65,0.7,0.75`, for the
/// DCGAN and `--model linear-ae`, against dense execution of the same mask. Both take equal time at these densities: inner
/// layers of the DCGAN, Forward and BackwardData 0.45 to 0.55, BackwardWeights 0.4; Forward from three channels 0.35; linear
/// layers of the autoencoder 0.43 to 0.6; that of the DCGAN, which has ten times as many weights, 0.3 to 0.4. In whole training
/// steps, where the lists of survivors are not in the caches, the densities are slightly lower; the constants of linear layers
/// are therefore near the lower ends.
/// </remarks>
static class Crossover
{
    const double ImageDensity = 0.57;
    const double ImageGradientDensity = 0.45;
    const double FewSourcesDensity = 0.35;
    const double FewSourcesGradientDensity = 0.47;
    const double LinearDensity = 0.38;
    const double TileDensity = 0.06, TileGradientDensity = 0.05;
    const double DotDensity = 0.3, DotGradientDensity = 0.25;

    /// <summary>
    /// The most channels that count as few, such as colours. A dense tile computes six target channels at a time; with fewer
    /// target channels, packing its panels costs more than the product, and the masked kernels with their patches are faster
    /// even for a full weight.
    /// </summary>
    public const int FewChannels = 4;

    /// <summary>The density from which three target channels are processed together, with pruned weights as zeros.</summary>
    const double ThinDensity = 0.52;

    /// <summary>Whether Forward, from in to out channels, is executed masked.</summary>
    /// <param name="pattern">null for a dense weight</param>
    public static bool Forward(Pattern? pattern, in ConvolutionShape shape) =>
        shape.IsLinear ? Linear(pattern, shape.InChannels) : Product(pattern, shape.InChannels, shape.OutChannels);

    /// <summary>Whether BackwardData, from out to in channels, is executed masked.</summary>
    /// <inheritdoc cref="Forward"/>
    public static bool BackwardData(Pattern? pattern, in ConvolutionShape shape) =>
        shape.IsLinear ? Linear(pattern, shape.OutChannels) : Product(pattern, shape.OutChannels, shape.InChannels);

    /// <summary>Whether BackwardWeights is executed masked.</summary>
    /// <inheritdoc cref="Forward"/>
    public static bool BackwardWeights(Pattern? pattern, in ConvolutionShape shape) => shape.IsLinear
        ? pattern?.Density < LinearDensity
        : shape.OutChannels <= FewChannels || pattern?.Density < (shape.InChannels <= FewChannels ? FewSourcesGradientDensity : ImageGradientDensity);

    /// <summary>Whether a Forward or BackwardData with few target channels is executed by <see cref="ThinRun{TLanes}"/>.</summary>
    public static bool IsThin(Pattern? pattern, int targets) => targets == 3 && !(pattern?.Density < ThinDensity);

    /// <summary>
    /// Whether a Forward or BackwardData of BFloat16 is executed by the pair unit, pruned weights included as zeros. A tile computes 32 target channels,
    /// so that few are faster in Float32.
    /// </summary>
    public static bool Pairs(PairUnit unit, Pattern? pattern, in ConvolutionShape shape, int targets) =>
        unit != PairUnit.None && targets > FewChannels && shape.Batch % PairTile.Columns == 0 && !(pattern?.Density < (unit == PairUnit.Tile ? TileDensity : DotDensity));

    /// <summary>Whether a BackwardWeights of BFloat16 is executed by the pair unit.</summary>
    public static bool PairsOfWeights(PairUnit unit, Pattern? pattern, in ConvolutionShape shape) =>
        unit != PairUnit.None && shape.OutChannels > FewChannels && shape.Batch % PairTile.StepTerms == 0 && !(pattern?.Density < (unit == PairUnit.Tile ? TileGradientDensity : DotGradientDensity));

    /// <summary>With few source channels writing the target dominates the time, and dense execution writes it in larger pieces.</summary>
    static bool Linear(Pattern? pattern, int sources) => sources > FewChannels && pattern?.Density < LinearDensity;

    static bool Product(Pattern? pattern, int sources, int targets) =>
        targets <= FewChannels || pattern?.Density < (sources <= FewChannels ? FewSourcesDensity : ImageDensity);
}
