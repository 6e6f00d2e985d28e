namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void MaxPool(in PoolShape shape, Tensor x, Tensor y) => Pool<LargestPixel>(shape, x, y);

    public void AveragePool(in PoolShape shape, Tensor x, Tensor y) => Pool<MeanPixel>(shape, x, y);

    void Pool<TPooling>(in PoolShape shape, Tensor x, Tensor y) where TPooling : struct, IPooling
    {
        Contract.Pool(shape, x, y);
        var job = new PoolJob<TLanes, TPooling>(shape, x.Floats(), y.Floats());
        _team.Run(job, job.Tasks);
    }
}
