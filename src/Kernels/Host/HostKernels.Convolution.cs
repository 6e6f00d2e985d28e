namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void ConvolutionForward(in ConvolutionShape shape, Tensor x, Weight w, Tensor y)
    {
        Contract.Convolution(shape, x, w, y);
        if (x.IsBFloat16()) _pairs.Forward(shape, x.Elements<BFloat16>(), w.Values.Floats(), w.Pattern, y.Elements<BFloat16>());
        else _contractions.Forward(shape, x.Floats(), w.Values.Floats(), w.Pattern, y.Floats());
    }

    public void ConvolutionBackwardData(in ConvolutionShape shape, Tensor y, Weight w, Tensor x)
    {
        Contract.Convolution(shape, x, w, y);
        if (x.IsBFloat16()) _pairs.BackwardData(shape, y.Elements<BFloat16>(), w.Values.Floats(), w.Pattern, x.Elements<BFloat16>());
        else _contractions.BackwardData(shape, y.Floats(), w.Values.Floats(), w.Pattern, x.Floats());
    }

    public void ConvolutionBackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, Weight w)
    {
        Contract.Convolution(shape, x, w, y);
        if (x.IsBFloat16()) _pairs.BackwardWeights(shape, x.Elements<BFloat16>(), y.Elements<BFloat16>(), w.Values.Floats(), w.Pattern);
        else _contractions.BackwardWeights(shape, x.Floats(), y.Floats(), w.Values.Floats(), w.Pattern);
    }
}
