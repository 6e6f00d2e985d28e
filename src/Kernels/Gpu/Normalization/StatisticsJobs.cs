using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// The statistics of each channel from its sums, and in maps the coefficients (mean, scale, shift, unused) of y = (x − mean)
/// scale + shift.
/// </summary>
/// <param name="parts">the result of <see cref="ChannelSumsJob{TTerm}"/> with <see cref="MomentTerm{TElements}"/></param>
/// <param name="segments">segments per channel</param>
/// <param name="length">elements per channel</param>
/// <param name="mean">overwritten</param>
/// <param name="inverseDeviation">overwritten</param>
/// <param name="maps">overwritten</param>
readonly struct StatisticsJob(ArrayView<double> parts, int segments, int length, ArrayView<float> gamma, ArrayView<float> beta, double epsilon, ArrayView<float> mean, ArrayView<float> inverseDeviation, ArrayView<Float4> maps, RunningStatistics running) : IGpuJob
{
    public void Execute()
    {
        var c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c >= mean.IntLength) return;
        var (sum, squares) = ChannelParts.Sum(parts, mean.IntLength, segments, c);
        var average = sum / length;
        var deviations = squares - sum * average;
        deviations = deviations < 0 ? 0 : deviations;
        var inverse = 1 / Math.Sqrt(deviations / length + epsilon);
        mean[c] = (float)average;
        inverseDeviation[c] = (float)inverse;
        maps[c] = ChannelMap.Of(average, gamma[c] * inverse, beta[c]);
        running.Update(c, average, deviations / (length > 1 ? length - 1 : 1));
    }
}

/// <summary>The coefficients (mean, scale, shift, unused) of each channel from running statistics.</summary>
readonly struct EvaluationJob(ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> runningMean, ArrayView<float> runningVariance, double epsilon, ArrayView<Float4> maps) : IGpuJob
{
    public void Execute()
    {
        var c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c >= gamma.IntLength) return;
        maps[c] = ChannelMap.Of(runningMean[c], gamma[c] / Math.Sqrt(runningVariance[c] + epsilon), beta[c]);
    }
}

/// <summary>
/// The gradients of γ and β from their sums, and in maps the coefficients (mean, factor, slope, centre) of gx = factor ((gy −
/// centre) − (x − mean) slope).
/// </summary>
/// <param name="parts">the result of <see cref="ChannelSumsJob{TTerm}"/> with <see cref="GradientTerm{TElements}"/></param>
readonly struct GradientsJob(ArrayView<double> parts, int segments, int length, ArrayView<float> gamma, ArrayView<float> mean, ArrayView<float> inverseDeviation, ArrayView<float> ggamma, ArrayView<float> gbeta, ArrayView<Float4> maps) : IGpuJob
{
    public void Execute()
    {
        var c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c >= gamma.IntLength) return;
        var (sum, product) = ChannelParts.Sum(parts, gamma.IntLength, segments, c);
        double inverse = inverseDeviation[c];
        product *= inverse;
        gbeta[c] = (float)sum;
        ggamma[c] = (float)product;
        maps[c] = new Float4(mean[c], (float)(gamma[c] * inverse), (float)(inverse * product / length), (float)(sum / length));
    }
}

/// <summary>Running statistics, which are exponential averages of the batches'; or none.</summary>
/// <param name="mean">empty if there are none</param>
/// <param name="variance">empty if there are none</param>
/// <param name="momentum">weight of the batch</param>
readonly struct RunningStatistics(ArrayView<float> mean, ArrayView<float> variance, double momentum)
{
    public void Update(int c, double batchMean, double batchVariance)
    {
        if (mean.Length > 0) mean[c] = (float)((1 - momentum) * mean[c] + momentum * batchMean);
        if (variance.Length > 0) variance[c] = (float)((1 - momentum) * variance[c] + momentum * batchVariance);
    }
}

static class ChannelMap
{
    /// <param name="mean">in double; the difference to its Float32 value is included in the shift, so that a large mean does not reduce accuracy</param>
    /// <param name="scale">γ/deviation</param>
    public static Float4 Of(double mean, double scale, double beta)
    {
        var rounded = (float)mean;
        return new Float4(rounded, (float)scale, (float)(beta + (rounded - mean) * scale), 0);
    }
}
