namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Sum(Tensor x, Tensor y) => Reduce<Summing<TLanes>>(x, y);

    public void Max(Tensor x, Tensor y) => Reduce<Largest<TLanes>>(x, y);

    void Reduce<TAccumulator>(Tensor x, Tensor y) where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
    {
        Contract.Broadcast(y.Shape, x.Shape);
        if (x.Count == 0)
        {
            Fill(y, TAccumulator.Identity);
            return;
        }
        if (x.IsBFloat16()) Reduce<TAccumulator, BFloat16>(x, y);
        else Reduce<TAccumulator, float>(x, y);
    }

    void Reduce<TAccumulator, T>(Tensor x, Tensor y)
        where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
        where T : unmanaged
    {
        var loops = new LoopNest(x.Shape, x.Shape, y.Shape);
        if (loops.StepY(0) == 0) Reduce(new AlongRowsJob<TLanes, TAccumulator, T>(loops, x.Elements<T>(), _scratch), y);
        else Reduce(new AcrossRowsJob<TLanes, TAccumulator, T>(loops, x.Elements<T>(), _scratch), y);
    }

    void Reduce<TJob>(in TJob job, Tensor y) where TJob : struct, IReductionJob
    {
        _team.Run(job, job.Tasks);
        if (!y.IsBFloat16())
        {
            job.Finish(y.Floats());
            return;
        }
        var wide = Borrow<float>(y.Count);
        job.Finish(wide);
        ForEach(new CopyStep<TLanes, float, BFloat16>(wide, y.Elements<BFloat16>()), y.Count);
    }
}
