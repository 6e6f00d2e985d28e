namespace SparseGen.Kernels.Checks;

// Each value has its own row: in the norm over several values, large results would hide the error of a small one.
public static partial class ContractTable
{
    /// <summary>Copies of each value: at least one whole vector of any width, and a remainder.</summary>
    const int Copies = 19;

    static readonly float[] Specials =
    [
        0, -0f, 1e-30f, -1e-30f, 1e-4f, -1e-4f, 0.7f, -0.7f, 3, -3, 20, -20, 50, -50, 88, -88, 100, -100, 1e4f, -1e4f,
        float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    static readonly (float X, float Y)[] SpecialPairs =
    [
        (0, 0), (1, 0), (-1, -0f), (0, 1), (20, 1), (-20, 0), (50, 1), (100, 0), (-100, 1), (1e4f, 0.5f), (-1e4f, 0.5f),
        (float.MaxValue, 0.5f), (float.PositiveInfinity, float.PositiveInfinity), (1, float.NegativeInfinity),
        (float.NaN, 1), (1, float.NaN),
    ];

    static IEnumerable<ContractCase> SpecialValues()
    {
        var shape = new Shape(Copies);
        foreach (var row in UnaryRows)
            foreach (var value in Specials)
                yield return new(row.Operation, $"of {value}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape, Repeat(value));
                    var y = a.Output(shape);
                    return kernels => kernels.Unary(row.Function, x, y, row.A, row.B);
                });
        foreach (var function in Enum.GetValues<BinaryFunction>())
            foreach (var (first, second) in SpecialPairs)
                yield return new(Operation(function), $"of {first} and {second}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape, Repeat(first));
                    var y = a.Input("y", shape, Repeat(second));
                    var z = a.Output(shape);
                    return kernels => kernels.Binary(function, x, y, z, Constant(function));
                });
        foreach (var value in (float[])[float.NaN, float.NegativeInfinity, float.PositiveInfinity])
            for (var at = 0; at < Copies; at += 6)
            {
                var values = NamedNumbers.Signed("special", Copies);
                values[at] = value;
                yield return new("max", $"with {value} at {at} of {Copies}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape, values);
                    var y = a.Output(new Shape(1));
                    return kernels => kernels.Max(x, y);
                });
                yield return new("sum", $"with {value} at {at} of {Copies}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape, values);
                    var y = a.Output(new Shape(1));
                    return kernels => kernels.Sum(x, y);
                });
            }
    }

    static float[] Repeat(float value) => Enumerable.Repeat(value, Copies).ToArray();
}
