namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    static IEnumerable<ContractCase> Convolutions()
    {
        foreach (var (words, shape, weight) in ConvolutionCase.All)
            foreach (var storage in WeightStorage.All)
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
                yield return new("convolution backward weights", $"{words}, {storage}", Tolerances.Contraction, a =>
                {
                    var x = a.Input("x", shape.Input);
                    var y = a.Input("y", shape.Output);
                    var w = a.WeightOutput(weight, storage);
                    return kernels => kernels.ConvolutionBackwardWeights(shape, x, y, w);
                });
            }
    }
}
