namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    /// <summary>Shapes of which every subset of dimensions is repeated or reduced.</summary>
    static readonly Shape[] Reducible =
    [
        new(), new(1), new(17), new(100_003), new(3, 16), new(64, 17), new(1000, 33), new(5, 1, 3), new(2, 3, 100),
        new(3, 5, 7, 17), new(24, 2, 2, 64), new(1, 5, 7, 1), new(2, 3, 1, 2, 3, 5),
    ];

    static IEnumerable<ContractCase> Broadcasts()
    {
        foreach (var shape in Reducible)
            foreach (var part in Parts(shape))
            {
                yield return new("expand", $"{part} to {shape}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", part);
                    var y = a.Output(shape);
                    return kernels => kernels.Expand(x, y);
                });
                yield return new("multiply", $"{shape} by {part}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape);
                    var y = a.Input("y", part);
                    var z = a.Output(shape);
                    return kernels => kernels.Binary(BinaryFunction.Multiply, x, y, z);
                });
                yield return new("subtract", $"{shape} from {part}, in place", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", part);
                    var y = a.State("y", shape);
                    return kernels => kernels.Binary(BinaryFunction.Subtract, x, y, y);
                });
            }
        foreach (var function in Enum.GetValues<BinaryFunction>())
            foreach (var (first, second, result) in BroadcastPairs)
                yield return new(Operation(function), $"{first} and {second} to {result}", Tolerances.Pointwise, a =>
                {
                    var (scale, offset) = SecondArgument(function);
                    var x = a.Input("x", first, 2);
                    var y = a.Input("y", second, scale, offset);
                    var z = a.Output(result);
                    return kernels => kernels.Binary(function, x, y, z, Constant(function));
                });
    }

    /// <summary>A scalar, one number per channel, per sample and per pixel, and a pair in which both sides repeat.</summary>
    static readonly (Shape First, Shape Second, Shape Result)[] BroadcastPairs =
    [
        (new(3, 17), new(1, 1), new(3, 17)),
        (new(6, 5, 7, 17), new(6, 1, 1, 1), new(6, 5, 7, 17)),
        (new(6, 1, 1, 1), new(6, 5, 7, 17), new(6, 5, 7, 17)),
        (new(6, 5, 7, 17), new(1, 1, 1, 17), new(6, 5, 7, 17)),
        (new(6, 5, 7, 3), new(1, 5, 7, 1), new(6, 5, 7, 3)),
        (new(6, 1, 1, 17), new(1, 5, 7, 1), new(6, 5, 7, 17)),
        (new(1, 64), new(33, 1), new(33, 64)),
        (new(1, 1), new(1, 1), new(3, 5)),
    ];

    static IEnumerable<ContractCase> Reductions()
    {
        foreach (var shape in Reducible)
            foreach (var part in Parts(shape))
            {
                yield return new("sum", $"{shape} to {part}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape, scale: 1, offset: 0.3);
                    var y = a.Output(part);
                    return kernels => kernels.Sum(x, y);
                });
                yield return new("max", $"{shape} to {part}", Tolerances.Pointwise, a =>
                {
                    var x = a.Input("x", shape, scale: 1, offset: -1.5);
                    var y = a.Output(part);
                    return kernels => kernels.Max(x, y);
                });
            }
        yield return new("sum", "(1000003) of cancelling numbers", Tolerances.Pointwise, a =>
        {
            var x = a.Input("x", new Shape(1_000_003));
            var y = a.Output(new Shape(1));
            return kernels => kernels.Sum(x, y);
        });
    }

    /// <summary>A shape with each subset of its dimensions set to 1.</summary>
    static IEnumerable<Shape> Parts(Shape shape)
    {
        var seen = new HashSet<Shape>();
        for (var subset = 0; subset < 1 << shape.Rank; subset++)
        {
            var part = shape;
            for (var d = 0; d < shape.Rank; d++)
                if ((subset >> d & 1) != 0) part = part.With(d, 1);
            if (seen.Add(part)) yield return part;
        }
    }
}
