namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void MaxPool(in PoolShape shape, Tensor x, Tensor y) => Pool<LargestPixel>(shape, x, y);

    public void AveragePool(in PoolShape shape, Tensor x, Tensor y) => Pool<MeanPixel>(shape, x, y);

    void Pool<TPooling>(in PoolShape shape, Tensor x, Tensor y) where TPooling : struct, IPooling
    {
        Contract.Pool(shape, x, y);
        if (y.IsBFloat16()) Pool<TPooling, BFloat16Elements>(shape, x, y);
        else Pool<TPooling, Float32Elements>(shape, x, y);
    }

    void Pool<TPooling, TElements>(in PoolShape shape, Tensor x, Tensor y)
        where TPooling : struct, IPooling
        where TElements : struct, IElements<TElements> =>
        ForEach(new PoolStep<TPooling, TElements>(new Window(shape), x.Elements<TElements>(), y.Elements<TElements>()), y.Count, aligned: false);
}
