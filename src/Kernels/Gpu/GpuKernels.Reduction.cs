using System.Numerics;

namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    /// <summary>The fewest terms per thread for which a reduction is divided into segments.</summary>
    const int TermsOfThread = 8;

    const int MostSegments = 128;

    public void Sum(Tensor x, Tensor y) => Reduce<Summing>(x, y);

    public void Max(Tensor x, Tensor y) => Reduce<Largest>(x, y);

    void Reduce<TReducer>(Tensor x, Tensor y) where TReducer : struct, IReducer
    {
        Contract.Broadcast(y.Shape, x.Shape);
        if (x.Count == 0)
        {
            Fill(y, default(TReducer).Identity);
            return;
        }
        var nest = new LoopNest(x.Shape, x.Shape, y.Shape);
        var (kept, reduced) = Loops.Split(nest);
        var outputs = checked((int)y.Count);
        var length = checked((int)(x.Count / y.Count));
        var outputsOfGroup = _session.Threads / PowerOfTwo(length);
        if (nest.StepY(0) != 0) outputsOfGroup = Math.Max(outputsOfGroup, Math.Min(Warp, PowerOfTwo(outputs)));
        var groups = (outputs + outputsOfGroup - 1) / outputsOfGroup;
        var segments = Segments(groups, length / (_session.Threads / outputsOfGroup * TermsOfThread), MostSegments);
        var parts = _scratch.Borrow<double>(GpuScratch.Piece.Parts, (long)segments * outputs);
        var (threads, all) = (_session.Threads, groups * segments);
        if (x.IsBFloat16()) _session.Launch(new ReduceJob<TReducer, BFloat16Elements>(kept, reduced, x.Elements<BFloat16Elements>(), parts, outputs, length, outputsOfGroup, segments), all, threads);
        else _session.Launch(new ReduceJob<TReducer, Float32Elements>(kept, reduced, x.Elements<Float32Elements>(), parts, outputs, length, outputsOfGroup, segments), all, threads);
        if (y.IsBFloat16()) _session.LaunchOver(new ReducePartsJob<TReducer, BFloat16Elements>(parts, y.Elements<BFloat16Elements>(), outputs, segments), outputs);
        else _session.LaunchOver(new ReducePartsJob<TReducer, Float32Elements>(parts, y.Elements<Float32Elements>(), outputs, segments), outputs);
    }

    /// <summary>The number of segments per task with which the device is fully occupied.</summary>
    /// <param name="tasks">at least 1</param>
    /// <param name="possible">the most segments that are long enough</param>
    /// <param name="most">the most segments that are cheap to combine</param>
    int Segments(int tasks, long possible, int most) =>
        (int)Math.Max(1, Math.Min(Math.Min(possible, most), (WantedGroups + tasks - 1) / tasks));

    /// <summary>The next power of two, at most the threads of a group.</summary>
    int PowerOfTwo(int count) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(count, _session.Threads));
}
