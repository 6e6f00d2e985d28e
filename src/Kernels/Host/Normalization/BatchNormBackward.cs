namespace SparseGen.Kernels.Host;

/// <summary>The vectors, with one element per channel, that the backward pass of batch normalisation reads and writes.</summary>
readonly unsafe struct ChannelGradients(float* gamma, float* mean, float* inverseDeviation, float* gammaGradient, float* betaGradient)
{
    /// <summary>Writes the gradients of γ and β of channel c and returns the coefficients of its gx.</summary>
    /// <param name="sums">Σ gy and Σ gy (x − mean)</param>
    /// <param name="count">elements per channel, M</param>
    public ChannelGradient Finish(int c, PairSums sums, long count)
    {
        double inverse = inverseDeviation[c];
        betaGradient[c] = (float)sums.First;
        gammaGradient[c] = (float)(sums.Second * inverse);
        return new(mean[c], (float)(sums.First / count), (float)(sums.Second * inverse * inverse / count), (float)(gamma[c] * inverse));
    }
}

/// <summary>The sums and the result of whole channels, which stay in the cache in between.</summary>
readonly unsafe struct NormaliseBackwardWholeJob<TLanes, T>(T* x, T* gy, float* mean, T* gx, long length, ChannelGradients gradients, Grid channels, bool streams) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    public void Execute(int task, int worker)
    {
        var (first, last, _, _) = channels[task];
        for (var c = first; c <= last; c++)
        {
            var start = c * length;
            var sums = PairSums.Of<TLanes, GradientTerm<TLanes, T>>(new(x + start, gy + start, mean[c]), length);
            var map = gradients.Finish((int)c, sums, length);
            Elementwise.Run<TLanes, NormaliseBackwardStep<TLanes, T>>(new(x + start, gy + start, map, gx + start), 0, length, streams);
        }
    }
}

/// <summary>Σ gy and Σ gy (x − mean), for each piece of a channel.</summary>
readonly unsafe struct GradientSumsJob<TLanes, T>(T* x, T* gy, float* mean, long length, PairSums* parts, Grid pieces) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    public void Execute(int task, int worker)
    {
        var (c, _, start, end) = pieces[task];
        parts[task] = PairSums.Of<TLanes, GradientTerm<TLanes, T>>(new(x + c * length + start, gy + c * length + start, mean[c]), end - start);
    }
}

/// <summary>gx ← ((gy − mean gy) − (x − mean) slope) factor, per channel.</summary>
readonly unsafe struct NormaliseBackwardJob<TLanes, T>(T* x, T* gy, T* gx, long length, ChannelGradient* maps, Grid pieces, bool streams) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    public void Execute(int task, int worker)
    {
        var (c, _, start, end) = pieces[task];
        Elementwise.Run<TLanes, NormaliseBackwardStep<TLanes, T>>(new(x + c * length, gy + c * length, maps[c], gx + c * length), start, end, streams);
    }
}
