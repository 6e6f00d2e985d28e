namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void MaxPool(in PoolShape shape, Tensor x, Tensor y) =>
        Pool(shape, x, y, double.NegativeInfinity, Math.Max, (largest, _) => largest);

    public void AveragePool(in PoolShape shape, Tensor x, Tensor y) =>
        Pool(shape, x, y, 0, (sum, pixel) => sum + pixel, (sum, pixels) => sum / pixels);

    /// <summary>y[c,i,j,n] ← finish(result, number of pixels), where result combines first with the pixels of the window one by one.</summary>
    void Pool(in PoolShape shape, Tensor x, Tensor y, double first, Func<double, double, double> combine, Func<double, int, double> finish)
    {
        using var rounding = RoundAtEnd();
        Contract.Pool(shape, x, y);
        var xs = Values(x);
        var ys = Values(y);
        var (height, width, batch) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        var at = 0;
        for (var c = 0; c < y.Shape[0]; c++)
            for (var i = 0; i < y.Shape[1]; i++)
                for (var j = 0; j < y.Shape[2]; j++)
                    for (var n = 0; n < batch; n++)
                    {
                        var (rows, columns) = (shape.Rows(i), shape.Columns(j));
                        var combined = first;
                        for (var h = rows.First; h < rows.End; h++)
                            for (var w = columns.First; w < columns.End; w++)
                                combined = combine(combined, xs[((c * height + h) * width + w) * batch + n]);
                        ys[at++] = finish(combined, (rows.End - rows.First) * (columns.End - columns.First));
                    }
    }
}
