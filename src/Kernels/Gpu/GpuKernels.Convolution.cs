namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void ConvolutionForward(in ConvolutionShape shape, Tensor x, Weight w, Tensor y)
    {
        if (x.IsBFloat16()) _contractions.Forward<BFloat16Elements>(shape, x, w, y);
        else _contractions.Forward<Float32Elements>(shape, x, w, y);
    }

    public void ConvolutionBackwardData(in ConvolutionShape shape, Tensor y, Weight w, Tensor x)
    {
        if (x.IsBFloat16()) _contractions.BackwardData<BFloat16Elements>(shape, y, w, x);
        else _contractions.BackwardData<Float32Elements>(shape, y, w, x);
    }

    public void ConvolutionBackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, Weight w)
    {
        if (x.IsBFloat16()) _contractions.BackwardWeights<BFloat16Elements>(shape, x, y, w);
        else _contractions.BackwardWeights<Float32Elements>(shape, x, y, w);
    }
}
