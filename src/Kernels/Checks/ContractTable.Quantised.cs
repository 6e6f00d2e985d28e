namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    static readonly DType[] Formats = [DType.BFloat16, DType.Float8E4M3, DType.Float8E5M2];

    /// <summary>Rounding to few bits, of rows of several magnitudes, and of a row of zeros. Rounding to another number would be seen in a single one.</summary>
    static IEnumerable<ContractCase> Quantised()
    {
        foreach (var format in Formats)
            foreach (var shape in MaskedWeights)
            {
                foreach (var storage in WeightStorage.All)
                    yield return new("quantise", $"{shape} to {format}, {storage}", Tolerances.Quantised, a =>
                    {
                        var (x, pattern) = a.Weight("x", shape, storage);
                        var y = a.Output(x.Shape);
                        return kernels => kernels.Quantise(x, pattern, format, y);
                    });
                yield return new("quantise", $"{shape} to {format} in place, rows of several magnitudes", Tolerances.Quantised, a =>
                {
                    var values = a.Numbers("x", shape, 1, 0);
                    var length = values.Length / shape[0];
                    for (var i = 0; i < values.Length; i++) values[i] *= (i / length % 3) switch { 0 => 1, 1 => 1e-6f, _ => 0 };
                    var x = a.State(shape, values);
                    return kernels => kernels.Quantise(x, null, format, x);
                });
            }
    }
}
