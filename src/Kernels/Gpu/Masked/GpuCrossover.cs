namespace SparseGen.Kernels.Gpu;

/// <summary>Decides which weights are executed masked. A function of pattern and shape only, so that repeated runs are bit-identical.</summary>
/// <remarks>
/// The densities come from a model of shared memory's bandwidth and are not yet measured: masked execution reads four bytes of
/// shared memory per multiply-add, which limits it to a fifth of a multiprocessor's peak arithmetic; dense tiles reach four
/// fifths, and tensor cores four times that.
/// </remarks>
static class GpuCrossover
{
    const double Density = 0.25;
    const double TensorDensity = 0.06;

    /// <param name="pattern">null for a dense weight</param>
    /// <param name="targets">channels of the result</param>
    /// <param name="precision">of dense execution</param>
    public static bool IsMasked(Pattern? pattern, int targets, ContractionPrecision precision) =>
        pattern is not null && targets > FewTargets && pattern.Density < (precision == ContractionPrecision.Float32 ? Density : TensorDensity);

    /// <summary>With so few target channels, staging the source in shared memory costs more than masked execution saves.</summary>
    const int FewTargets = 2 * ThinProductJob.Rows;
}
