namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    static readonly Shape[] MaskedWeights = [new(1, 1), new(10, 31), new(6, 3, 4, 4), new(64, 32, 3, 3), new(131, 70, 3, 3)];

    static IEnumerable<ContractCase> Masked()
    {
        foreach (var shape in MaskedWeights)
            foreach (var storage in WeightStorage.Masked)
            {
                yield return new("gather", $"{shape}, {storage}", Tolerances.Pointwise, a =>
                {
                    var pattern = storage.Draw(shape)!;
                    var dense = a.Input("dense", shape);
                    var values = a.Output(new Shape(pattern.Count));
                    return kernels => kernels.Gather(pattern, dense, values);
                });
                yield return new("scatter", $"{shape}, {storage}", Tolerances.Pointwise, a =>
                {
                    var (values, pattern) = a.Weight("values", shape, storage);
                    var dense = a.Output(shape);
                    return kernels => kernels.Scatter(pattern!, values, dense);
                });
            }
    }
}
