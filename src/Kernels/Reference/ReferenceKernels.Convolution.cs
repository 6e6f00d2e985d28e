namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void ConvolutionForward(in ConvolutionShape shape, Tensor x, Weight w, Tensor y)
    {
        using var rounding = RoundAtEnd();
        Contract.Convolution(shape, x, w, y);
        var xs = Values(x);
        var ws = Factors(w.Values, x);
        var ys = Values(y);
        ys.Clear();
        foreach (var tap in new Taps(shape, w.Pattern))
            for (var n = 0; n < shape.Batch; n++)
                ys[tap.Y + n] += ws[tap.K] * xs[tap.X + n];
    }

    public void ConvolutionBackwardData(in ConvolutionShape shape, Tensor y, Weight w, Tensor x)
    {
        using var rounding = RoundAtEnd();
        Contract.Convolution(shape, x, w, y);
        var xs = Values(x);
        var ws = Factors(w.Values, x);
        var ys = Values(y);
        xs.Clear();
        foreach (var tap in new Taps(shape, w.Pattern))
            for (var n = 0; n < shape.Batch; n++)
                xs[tap.X + n] += ws[tap.K] * ys[tap.Y + n];
    }

    public void ConvolutionBackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, Weight w)
    {
        using var rounding = RoundAtEnd();
        Contract.Convolution(shape, x, w, y);
        var xs = Values(x);
        var ws = Values(w.Values);
        var ys = Values(y);
        ws.Clear();
        foreach (var tap in new Taps(shape, w.Pattern))
            for (var n = 0; n < shape.Batch; n++)
                ws[tap.K] += ys[tap.Y + n] * xs[tap.X + n];
    }
}
