namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    const string WeightGradients = "convolution backward weights";

    static IEnumerable<ContractCase> Convolutions() => Convolutions(WeightStorage.All);

    static IEnumerable<ContractCase> Convolutions(IReadOnlyCollection<WeightStorage> storages) => Convolutions(ConvolutionCase.All, storages);

    /// <summary>Batches of whole groups of 32 samples, which are multiplied in pairs.</summary>
    static IEnumerable<ContractCase> WholeConvolutions() => Convolutions(ConvolutionCase.Whole, WeightStorage.Few);

    static IEnumerable<ContractCase> Convolutions(IEnumerable<ConvolutionCase> cases, IReadOnlyCollection<WeightStorage> storages)
    {
        foreach (var (words, shape, weight) in cases)
            foreach (var storage in storages)
            {
                yield return new("convolution forward", $"{words}, {storage}", Tolerances.Contraction, a =>
                {
                    var x = a.Input("x", shape.Input);
                    var w = a.Weight("w", weight, storage);
                    var y = a.Output(shape.Output);
                    return kernels => kernels.ConvolutionForward(shape, x, w, y);
                });
                yield return new("convolution backward data", $"{words}, {storage}", Tolerances.Contraction, a =>
                {
                    var y = a.Input("y", shape.Output);
                    var w = a.Weight("w", weight, storage);
                    var x = a.Output(shape.Input);
                    return kernels => kernels.ConvolutionBackwardData(shape, y, w, x);
                });
                yield return new(WeightGradients, $"{words}, {storage}", Tolerances.Contraction, a =>
                {
                    var x = a.Input("x", shape.Input);
                    var y = a.Input("y", shape.Output);
                    var w = a.WeightOutput(weight, storage);
                    return kernels => kernels.ConvolutionBackwardWeights(shape, x, y, w);
                });
            }
    }
}
