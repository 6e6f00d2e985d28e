namespace SparseGen.Kernels.Host;

sealed partial class HostKernels<TLanes>
{
    public void ConvolutionForward(in ConvolutionShape shape, Tensor x, Weight w, Tensor y)
    {
        if (MatrixVector<TLanes>.Fits(shape)) MatrixVector<TLanes>.Forward(_team, shape, x, w, y);
        else _contractions.Forward(shape, x, w, y);
    }

    public void ConvolutionBackwardData(in ConvolutionShape shape, Tensor y, Weight w, Tensor x)
    {
        if (MatrixVector<TLanes>.Fits(shape)) MatrixVector<TLanes>.BackwardData(_team, shape, y, w, x);
        else _contractions.BackwardData(shape, y, w, x);
    }

    public void ConvolutionBackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, Weight w)
    {
        if (MatrixVector<TLanes>.Fits(shape)) MatrixVector<TLanes>.BackwardWeights(_team, shape, x, y, w);
        else _contractions.BackwardWeights(shape, x, y, w);
    }
}
