namespace SparseGen.Kernels.Host;

/// <summary>The statistics and the result of whole channels, which stay in the cache in between.</summary>
readonly unsafe struct NormaliseWholeJob<TLanes, T>(T* x, T* y, long length, ChannelStatistics statistics, Grid channels, bool streams) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    public void Execute(int task, int worker)
    {
        var (first, last, _, _) = channels[task];
        for (var c = first; c <= last; c++)
        {
            var channel = x + c * length;
            var deviations = PairSums.Of<TLanes, DeviationTerm<TLanes, T>>(new(channel, HostTensor.Value(channel)), length);
            var map = statistics.Finish((int)c, HostTensor.Value(channel), deviations, length);
            Elementwise.Run<TLanes, NormaliseStep<TLanes, T>>(new(channel, map, y + c * length), 0, length, streams);
        }
    }
}

/// <summary>Σ (x − centre) and Σ (x − centre)², for each piece of a channel.</summary>
readonly unsafe struct DeviationsJob<TLanes, T>(T* x, long length, PairSums* parts, Grid pieces) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    public void Execute(int task, int worker)
    {
        var (c, _, start, end) = pieces[task];
        var channel = x + c * length;
        parts[task] = PairSums.Of<TLanes, DeviationTerm<TLanes, T>>(new(channel + start, HostTensor.Value(channel)), end - start);
    }
}

/// <summary>y ← (x − mean) scale + shift, per channel.</summary>
readonly unsafe struct NormaliseJob<TLanes, T>(T* x, T* y, long length, ChannelMap* maps, Grid pieces, bool streams) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    public void Execute(int task, int worker)
    {
        var (first, last, start, end) = pieces[task];
        for (var c = first; c <= last; c++)
            Elementwise.Run<TLanes, NormaliseStep<TLanes, T>>(new(x + c * length, maps[c], y + c * length), start, end, streams);
    }
}
