namespace SparseGen.Kernels.Host;

/// <summary>The vectors, one number a channel, that a training pass of batch normalisation reads and writes.</summary>
/// <param name="gamma">γ</param><param name="beta">β</param>
/// <param name="mean">overwritten</param><param name="inverseDeviation">overwritten</param>
/// <param name="runningMean">updated, or null</param><param name="runningVariance">updated, or null</param>
/// <param name="epsilon">ε</param><param name="momentum">of the running statistics</param>
readonly unsafe struct ChannelStatistics(float* gamma, float* beta, float* mean, float* inverseDeviation, float* runningMean, float* runningVariance, double epsilon, double momentum)
{
    /// <summary>Writes the statistics of channel c and says what to do to it.</summary>
    /// <param name="c">the channel</param>
    /// <param name="centre">the first of its numbers</param>
    /// <param name="deviations">Σ (x − centre) and Σ (x − centre)²</param>
    /// <param name="count">how many numbers it has</param>
    public ChannelMap Finish(int c, float centre, PairSums deviations, long count)
    {
        // No number is further from the mean than √count deviations: the subtraction loses at most the digits of count.
        var squaredDeviations = Math.Max(0, deviations.Second - deviations.First * deviations.First / count);
        var average = centre + deviations.First / count;
        var inverse = 1 / Math.Sqrt(squaredDeviations / count + epsilon);
        mean[c] = (float)average;
        inverseDeviation[c] = (float)inverse;
        if (runningMean != null) Follow(ref runningMean[c], average);
        if (runningVariance != null) Follow(ref runningVariance[c], squaredDeviations / Math.Max(1, count - 1));
        return ChannelMap.Of(average, gamma[c] * inverse, beta[c]);
    }

    void Follow(ref float running, double batch) => running = (float)((1 - momentum) * running + momentum * batch);
}
