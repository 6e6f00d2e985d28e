namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Gather(Pattern pattern, Tensor dense, Tensor values)
    {
        Contract.Masked(pattern, dense, values);
        _team.Run(new PatternRows.Gather(pattern, dense.Floats(), values.Floats()), PatternRows.Tasks(pattern));
    }

    public void Scatter(Pattern pattern, Tensor values, Tensor dense)
    {
        Contract.Masked(pattern, dense, values);
        _team.Run(new PatternRows.Scatter(pattern, values.Floats(), dense.Floats()), PatternRows.Tasks(pattern));
    }
}
