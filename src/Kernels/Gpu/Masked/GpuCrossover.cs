namespace SparseGen.Kernels.Gpu;

/// <summary>Decides which weights are executed masked. A function of pattern and shape only, so that repeated runs are bit-identical.</summary>
/// <remarks>
/// The densities come from a model of shared memory's bandwidth and are not yet measured: masked execution reads four bytes of
/// shared memory per multiply-add, which limits it to a fifth of a multiprocessor's peak arithmetic; dense tiles reach four
/// fifths, tensor cores four times that in TF32 and eight times in BFloat16.
/// </remarks>
static class GpuCrossover
{
    const double Density = 0.25;
    const double TensorFloat32Density = 0.06;
    const double BFloat16Density = 0.03;

    /// <param name="pattern">null for a dense weight</param>
    /// <param name="targets">channels of the result</param>
    /// <param name="format">of dense execution</param>
    public static bool IsMasked(Pattern? pattern, int targets, TensorFormat format) => pattern is not null && targets > FewTargets && pattern.Density < Limit(format);

    static double Limit(TensorFormat format) => format switch
    {
        TensorFormat.BFloat16 => BFloat16Density,
        TensorFormat.TensorFloat32 => TensorFloat32Density,
        _ => Density,
    };

    /// <summary>With so few target channels, staging the source in shared memory costs more than masked execution saves.</summary>
    const int FewTargets = 2 * ThinTile.Rows;
}
