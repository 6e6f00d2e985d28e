namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void ConvolutionForward(in ConvolutionShape shape, Tensor x, Weight w, Tensor y) => _contractions.Forward(shape, x, w, y);

    public void ConvolutionBackwardData(in ConvolutionShape shape, Tensor y, Weight w, Tensor x) => _contractions.BackwardData(shape, y, w, x);

    public void ConvolutionBackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, Weight w) => _contractions.BackwardWeights(shape, x, y, w);
}
