namespace SparseGen.Kernels.Gpu;

/// <summary>Which weights are executed as masked ones. A function of pattern and shape alone, so that runs repeat bit for bit.</summary>
/// <remarks>
/// From a model of what shared memory delivers, not yet measured: masked execution reads four bytes of it for a multiply-add,
/// which holds it to a fifth of the arithmetic that a processor could do; dense tiles reach four fifths, and tensor cores
/// four times that.
/// </remarks>
static class GpuCrossover
{
    const double Density = 0.25;
    const double TensorDensity = 0.06;

    /// <param name="pattern">null of a dense weight</param><param name="targets">channels of the result</param><param name="precision">of dense products</param>
    public static bool IsMasked(Pattern? pattern, int targets, Precision precision) =>
        pattern is not null && targets > FewTargets && pattern.Density < (precision == Precision.Float32 ? Density : TensorDensity);

    /// <summary>So few target channels do not pay for staging what they multiply.</summary>
    const int FewTargets = 2 * ThinProductJob.Rows;
}
