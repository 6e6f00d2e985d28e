namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    static readonly PoolShape[] PoolShapes =
    [
        new(new(1, 1, 1, 1), (1, 1), (1, 1)),
        new(new(3, 5, 7, 17), (3, 3), (1, 1), (1, 1)),
        new(new(3, 5, 7, 64), (3, 3), (2, 2)),
        new(new(24, 4, 4, 16), (2, 2), (2, 2)),
        new(new(2, 7, 6, 3), (3, 2), (2, 3), (2, 0)),
        new(new(5, 1, 2, 100), (3, 3), (1, 1), (1, 1)),
        new(new(3, 5, 7, 17), (5, 7), (1, 1)),
        new(new(2, 6, 6, 5), (2, 2), (3, 3), (1, 1)),
        new(new(64, 17, 17, 16), (3, 3), (2, 2)),
    ];

    static IEnumerable<ContractCase> Pools()
    {
        foreach (var shape in PoolShapes)
        {
            var words = $"{shape.Input}, window {(shape.KernelHeight, shape.KernelWidth)}, stride {(shape.StrideHeight, shape.StrideWidth)}, padding {(shape.PadHeight, shape.PadWidth)}";

            // All numbers are negative: a kernel that pads with zeros would find a zero as the maximum.
            yield return new("max pool", words, Tolerances.Pointwise, a =>
            {
                var x = a.Input("x", shape.Input, scale: 1, offset: -1.5);
                var y = a.Output(shape.Output);
                return kernels => kernels.MaxPool(shape, x, y);
            });
            yield return new("average pool", words, Tolerances.Pointwise, a =>
            {
                var x = a.Input("x", shape.Input, scale: 1, offset: 0.3);
                var y = a.Output(shape.Output);
                return kernels => kernels.AveragePool(shape, x, y);
            });
        }
        yield return new("max pool", "of NaN and infinities", Tolerances.Pointwise, a =>
        {
            var x = a.Input("x", new Shape(1, 4, 4, 1), [float.NaN, 1, 0, -1, 2, 3, float.NegativeInfinity, 0, float.NegativeInfinity, float.NegativeInfinity, 7, 7, float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity, 0]);
            var y = a.Output(new Shape(1, 2, 2, 1));
            var shape = new PoolShape(x.Shape, (2, 2), (2, 2));
            return kernels => kernels.MaxPool(shape, x, y);
        });
    }
}
