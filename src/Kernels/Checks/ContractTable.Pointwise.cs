namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    /// <summary>A unary function with its constants, and the range [Offset − Scale, Offset + Scale) of its argument.</summary>
    readonly record struct UnaryRow(UnaryFunction Function, double A = 0, double B = 0, double Scale = 1, double Offset = 0)
    {
        public string Operation => Function.ToString().ToLowerInvariant();
    }

    static readonly UnaryRow[] UnaryRows =
    [
        // In few bits, so that a result halfway between two numbers in BFloat16 is so in Float32, too.
        new(UnaryFunction.Affine, A: 1.75, B: -0.3125),
        new(UnaryFunction.Abs),
        new(UnaryFunction.Sign),
        new(UnaryFunction.Square),
        new(UnaryFunction.Sqrt, Scale: 1, Offset: 1),
        new(UnaryFunction.Reciprocal, Scale: 1, Offset: 1.1),
        new(UnaryFunction.Exp, Scale: 5),
        new(UnaryFunction.Log, Scale: 1, Offset: 1.1),
        new(UnaryFunction.Tanh, Scale: 3),
        new(UnaryFunction.Sigmoid, Scale: 6),
        new(UnaryFunction.Softplus, Scale: 6),
        new(UnaryFunction.Relu),
        new(UnaryFunction.LeakyRelu, A: 0.2),
        new(UnaryFunction.Clamp, A: -0.5, B: 0.4),
    ];

    static double Constant(BinaryFunction function) => function switch
    {
        BinaryFunction.AddScaled => -0.75,
        BinaryFunction.LeakyReluGradient => 0.2,
        _ => 0,
    };

    /// <summary>The range of the second argument: divisors away from zero, targets in [0, 1].</summary>
    static (double Scale, double Offset) SecondArgument(BinaryFunction function) => function switch
    {
        BinaryFunction.Divide => (0.5, 1),
        BinaryFunction.BceWithLogits => (0.5, 0.5),
        _ => (1, 0),
    };

    static string Operation(BinaryFunction function) => function.ToString().ToLowerInvariant();

    static IEnumerable<ContractCase> Pointwise()
    {
        foreach (var length in Lengths)
        {
            var shape = new Shape(length);
            yield return new("fill", $"{shape}", Tolerances.Pointwise, a =>
            {
                var y = a.Output(shape);
                return kernels => kernels.Fill(y, -0.3);
            });
            yield return new("copy", $"{shape}", Tolerances.Pointwise, a =>
            {
                var x = a.Input("x", shape);
                var y = a.Output(new Shape(1, length, 1));
                return kernels => kernels.Copy(x, y);
            });
            foreach (var row in UnaryRows)
            {
                yield return new(row.Operation, $"{shape}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape, row.Scale, row.Offset);
                    var y = a.Output(shape);
                    return kernels => kernels.Unary(row.Function, x, y, row.A, row.B);
                });
                yield return new(row.Operation, $"{shape} in place", Tolerances.Pointwise, a =>
                {
                    var x = a.State("x", shape, row.Scale, row.Offset);
                    return kernels => kernels.Unary(row.Function, x, x, row.A, row.B);
                });
            }
            foreach (var function in Enum.GetValues<BinaryFunction>())
            {
                var (scale, offset) = SecondArgument(function);
                yield return new(Operation(function), $"{shape} and {shape}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape, 2);
                    var y = a.Input("y", shape, scale, offset);
                    var z = a.Output(shape);
                    return kernels => kernels.Binary(function, x, y, z, Constant(function));
                });
                yield return new(Operation(function), $"{shape} and {shape} into the first", Tolerances.Pointwise, a =>
                {
                    var x = a.State("x", shape, 2);
                    var y = a.Input("y", shape, scale, offset);
                    return kernels => kernels.Binary(function, x, y, x, Constant(function));
                });
                yield return new(Operation(function), $"{shape} and {shape} into the second", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape, 2);
                    var y = a.State("y", shape, scale, offset);
                    return kernels => kernels.Binary(function, x, y, y, Constant(function));
                });
            }
        }
    }
}
