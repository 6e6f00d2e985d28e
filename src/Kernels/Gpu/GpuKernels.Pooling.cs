namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void MaxPool(in PoolShape shape, Tensor x, Tensor y) => Pool<LargestPixel>(shape, x, y);

    public void AveragePool(in PoolShape shape, Tensor x, Tensor y) => Pool<MeanPixel>(shape, x, y);

    void Pool<TPooling>(in PoolShape shape, Tensor x, Tensor y) where TPooling : struct, IPooling
    {
        Contract.Pool(shape, x, y);
        ForEach(new PoolStep<TPooling>(new Window(shape), x.Floats(), y.Floats()), y.Count, aligned: false);
    }
}
