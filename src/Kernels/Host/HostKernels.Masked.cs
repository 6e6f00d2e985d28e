namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Gather(Pattern pattern, Tensor dense, Tensor values)
    {
        Contract.Masked(pattern, dense, values);
        _team.Run(new SurvivorJobs.Gather(pattern, dense.Floats(), values.Floats()), SurvivorJobs.Tasks(pattern));
    }

    public void Scatter(Pattern pattern, Tensor values, Tensor dense)
    {
        Contract.Masked(pattern, dense, values);
        _team.Run(new SurvivorJobs.Scatter(pattern, values.Floats(), dense.Floats()), SurvivorJobs.Tasks(pattern));
    }
}
