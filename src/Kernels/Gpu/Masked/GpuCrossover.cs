namespace SparseGen.Kernels.Gpu;

/// <summary>Which weights are executed as masked ones. A function of pattern and shape alone, so that runs repeat bit for bit.</summary>
/// <remarks>
/// From a model of what shared memory delivers, not yet measured: a masked multiply-add costs 128 bytes of it per warp and
/// four columns, a dense one an eighth.
/// </remarks>
static class GpuCrossover
{
    const double Density = 0.25;

    /// <param name="pattern">null of a dense weight</param><param name="targets">channels of the result</param>
    public static bool IsMasked(Pattern? pattern, int targets) => pattern is not null && pattern.Density < Density && targets > FewTargets;

    /// <summary>So few target channels do not pay for staging what they multiply.</summary>
    const int FewTargets = 2 * ThinProductJob.Rows;
}
