namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Quantise(Tensor x, Pattern? pattern, DType format, Tensor y)
    {
        Contract.Quantised(x, pattern, format, y);
        if (x.Count == 0) return;
        var job = new QuantiseJob<TLanes>(x.Floats(), pattern?.RowStarts, pattern?.Shape[0] ?? x.Shape[0], x.Count, QuantisedFormat.Of(format), y.Floats());
        _team.Run(job, job.Tasks);
    }
}
