namespace SparseGen.Kernels.Host;

/// <summary>The vectors, one number a channel, that a training pass of batch normalisation reads and writes.</summary>
/// <param name="gamma">γ</param><param name="beta">β</param>
/// <param name="mean">overwritten</param><param name="inverseDeviation">overwritten</param>
/// <param name="runningMean">updated, or null</param><param name="runningVariance">updated, or null</param>
/// <param name="epsilon">ε</param><param name="momentum">of the running statistics</param>
readonly unsafe struct ChannelStatistics(float* gamma, float* beta, float* mean, float* inverseDeviation, float* runningMean, float* runningVariance, double epsilon, double momentum)
{
    /// <summary>Writes the statistics of channel c and says what to do to it.</summary>
    public ChannelMap Finish(int c, in Moments moments)
    {
        var variance = moments.SquaredDeviations / moments.Count;
        var inverse = 1 / Math.Sqrt(variance + epsilon);
        mean[c] = (float)moments.Mean;
        inverseDeviation[c] = (float)inverse;
        if (runningMean != null) Follow(ref runningMean[c], moments.Mean);
        if (runningVariance != null) Follow(ref runningVariance[c], moments.SquaredDeviations / Math.Max(1, moments.Count - 1));
        return ChannelMap.Of(moments.Mean, gamma[c] * inverse, beta[c]);
    }

    void Follow(ref float running, double batch) => running = (float)((1 - momentum) * running + momentum * batch);
}
