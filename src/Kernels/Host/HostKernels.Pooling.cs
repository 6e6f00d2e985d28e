namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void MaxPool(in PoolShape shape, Tensor x, Tensor y) => Pool<LargestPixel>(shape, x, y);

    public void AveragePool(in PoolShape shape, Tensor x, Tensor y) => Pool<MeanPixel>(shape, x, y);

    void Pool<TPooling>(in PoolShape shape, Tensor x, Tensor y) where TPooling : struct, IPooling
    {
        Contract.Pool(shape, x, y);
        if (x.IsBFloat16()) Pool<TPooling, BFloat16>(shape, x, y);
        else Pool<TPooling, float>(shape, x, y);
    }

    void Pool<TPooling, T>(in PoolShape shape, Tensor x, Tensor y)
        where TPooling : struct, IPooling
        where T : unmanaged
    {
        var job = new PoolJob<TLanes, TPooling, T>(shape, x.Elements<T>(), y.Elements<T>());
        _team.Run(job, job.Tasks);
    }
}
