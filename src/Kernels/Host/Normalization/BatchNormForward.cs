namespace SparseGen.Kernels.Host;

/// <summary>Measures channels.</summary>
static unsafe class Measure<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Elements whose second reading comes from the first-level cache.</summary>
    const int Cached = 8 * 1024;

    public static Moments Of(float* x, long count)
    {
        var moments = default(Moments);
        for (long i = 0; i < count; i += Cached)
        {
            var part = Math.Min(Cached, count - i);
            var centre = (float)(Reduction.Along<TLanes, Summing>(x + i, part) / part);
            var (sum, sumOfSquares) = PairSums.Of<TLanes, DeviationTerm<TLanes>>(new(x + i, centre), 0, part);
            moments += Moments.Around(centre, sum, sumOfSquares, part);
        }
        return moments;
    }
}

/// <summary>Statistics and result of whole channels, while they are in the cache.</summary>
readonly unsafe struct NormaliseWholeJob<TLanes>(float* x, float* y, long length, ChannelStatistics statistics, Grid channels) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
{
    public void Execute(int task, int worker)
    {
        var (first, last, _, _) = channels[task];
        for (var c = first; c <= last; c++)
        {
            var map = statistics.Finish((int)c, Measure<TLanes>.Of(x + c * length, length));
            Elementwise.Run<TLanes, NormaliseStep<TLanes>>(new(x + c * length, map, y + c * length), 0, length);
        }
    }
}

/// <summary>The moments of pieces of channels.</summary>
readonly unsafe struct MeasureJob<TLanes>(float* x, long length, Moments* parts, Grid pieces) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
{
    public void Execute(int task, int worker)
    {
        var (c, _, start, end) = pieces[task];
        parts[task] = Measure<TLanes>.Of(x + c * length + start, end - start);
    }
}

/// <summary>y ← (x − mean) scale + shift, by channel.</summary>
readonly unsafe struct NormaliseJob<TLanes>(float* x, float* y, long length, ChannelMap* maps, Grid pieces) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
{
    public void Execute(int task, int worker)
    {
        var (first, last, start, end) = pieces[task];
        for (var c = first; c <= last; c++)
            Elementwise.Run<TLanes, NormaliseStep<TLanes>>(new(x + c * length, maps[c], y + c * length), start, end);
    }
}
