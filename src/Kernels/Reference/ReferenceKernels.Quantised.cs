namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void Quantise(Tensor x, Pattern? pattern, DType format, Tensor y)
    {
        Contract.Quantised(x, pattern, format, y);
        var rows = pattern?.Shape[0] ?? x.Shape[0];
        var length = rows == 0 ? 0 : (int)(x.Count / rows);
        for (var row = 0; row < rows; row++)
        {
            var (first, end) = pattern is null ? (row * length, (row + 1) * length) : (pattern.RowStarts[row], pattern.RowStarts[row + 1]);
            var xs = Values(x)[first..end];
            var ys = Values(y)[first..end];
            var largest = 0.0;
            foreach (var value in xs) largest = Math.Max(largest, Math.Abs(value));
            var scale = QuantisedFormat.Of(format).Scale((float)largest);
            for (var i = 0; i < xs.Length; i++) ys[i] = scale * Rounded(xs[i] / scale, format);
        }
    }

    static double Rounded(double value, DType format) => format switch
    {
        DType.BFloat16 => (BFloat16)value,
        DType.Float8E4M3 => (Float8E4M3)RoundingToOdd.ToSingle(value),
        _ => (float)(Float8E5M2)RoundingToOdd.ToSingle(value),
    };
}
