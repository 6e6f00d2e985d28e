namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Sum(Tensor x, Tensor y) => Reduce<Summing>(x, y);

    public void Max(Tensor x, Tensor y) => Reduce<Largest>(x, y);

    void Reduce<TReducer>(Tensor x, Tensor y) where TReducer : struct, IReducer
    {
        Contract.Broadcast(y.Shape, x.Shape);
        if (x.Count == 0)
        {
            Fill(y, TReducer.Identity);
            return;
        }
        var loops = new LoopNest(x.Shape, x.Shape, y.Shape);
        if (loops.StepY(0) == 0) Reduce(new AlongRowsJob<TLanes, TReducer>(loops, x.Floats(), _scratch), y);
        else Reduce(new AcrossRowsJob<TLanes, TReducer>(loops, x.Floats(), _scratch), y);
    }

    void Reduce<TJob>(in TJob job, Tensor y) where TJob : struct, IReductionJob
    {
        _team.Run(job, job.Tasks);
        job.Finish(y.Floats());
    }
}
