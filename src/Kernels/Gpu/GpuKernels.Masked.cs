namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void Gather(Pattern pattern, Tensor dense, Tensor values)
    {
        Contract.Masked(pattern, dense, values);
        _session.LaunchOver(new GatherJob(pattern.IndexView(_memory), dense.Floats(), values.Floats()), pattern.Count);
    }

    public void Scatter(Pattern pattern, Tensor values, Tensor dense)
    {
        Contract.Masked(pattern, dense, values);
        Fill(dense, 0);
        _session.LaunchOver(new ScatterJob(pattern.IndexView(_memory), values.Floats(), dense.Floats()), pattern.Count);
    }
}
