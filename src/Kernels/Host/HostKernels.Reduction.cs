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
        var loops = new LoopNest(x.Shape, x.Shape, y.Shape);
        if (loops.StepY(0) == 0) Reduce(new AlongRowsJob<TLanes, TAccumulator>(loops, x.Floats(), _scratch), y);
        else Reduce(new AcrossRowsJob<TLanes, TAccumulator>(loops, x.Floats(), _scratch), y);
    }

    void Reduce<TJob>(in TJob job, Tensor y) where TJob : struct, IReductionJob
    {
        _team.Run(job, job.Tasks);
        job.Finish(y.Floats());
    }
}
