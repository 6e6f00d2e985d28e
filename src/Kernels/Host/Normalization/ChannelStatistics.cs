namespace SparseGen.Kernels.Host;

/// <summary>The vectors, with one element per channel, that a training pass of batch normalisation reads and writes.</summary>
/// <param name="mean">overwritten</param>
/// <param name="inverseDeviation">overwritten</param>
/// <param name="runningMean">updated, or null</param>
/// <param name="runningVariance">updated, or null</param>
/// <param name="momentum">weight of the batch in the running statistics</param>
readonly unsafe struct ChannelStatistics(float* gamma, float* beta, float* mean, float* inverseDeviation, float* runningMean, float* runningVariance, double epsilon, double momentum)
{
    /// <summary>Writes the statistics of channel c and returns the coefficients of its normalisation.</summary>
    /// <param name="centre">the channel's first element</param>
    /// <param name="deviations">Σ (x − centre) and Σ (x − centre)²</param>
    /// <param name="count">elements per channel</param>
    public ChannelMap Finish(int c, float centre, PairSums deviations, long count)
    {
        // |centre − mean| ≤ √count · deviation, so that the subtraction loses at most as many digits as count has.
        var squaredDeviations = Math.Max(0, deviations.Second - deviations.First * deviations.First / count);
        var average = centre + deviations.First / count;
        var inverse = 1 / Math.Sqrt(squaredDeviations / count + epsilon);
        mean[c] = (float)average;
        inverseDeviation[c] = (float)inverse;
        if (runningMean != null) UpdateRunning(ref runningMean[c], average);
        if (runningVariance != null) UpdateRunning(ref runningVariance[c], squaredDeviations / Math.Max(1, count - 1));
        return ChannelMap.Of(average, gamma[c] * inverse, beta[c]);
    }

    void UpdateRunning(ref float running, double batch) => running = (float)((1 - momentum) * running + momentum * batch);
}
