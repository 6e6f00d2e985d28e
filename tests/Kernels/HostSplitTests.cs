using System.Runtime.InteropServices;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Kernels;

/// <summary>Shapes that Host cuts into many tasks, or writes past the caches: larger than the contract table can afford.</summary>
sealed class HostSplitTests
{
    /// <summary>Some numbers more than 8 MiB of floats, and no multiple of a vector.</summary>
    static readonly Shape Streamed = new(2_097_152 + 21);

    static readonly RandomStream Stream = RandomStream.For(7, "split");

    static IEnumerable<ContractCase> Cases =>
    [
        .. Map("exp", new(5, 100_003), (k, x, y) => k.Unary(UnaryFunction.Exp, x, y)),
        .. Map("copy", Streamed, (k, x, y) => k.Copy(x, y)),
        .. Map("uniform", new(50_001), (k, x, y) => k.Uniform(Stream, y)),
        .. Map("normal", new(50_001), (k, x, y) => k.Normal(Stream, y)),
        Binary("add", new(100_003), new(100_003), new(100_003)),
        Binary("add per channel", new(3, 70, 601), new(3, 1, 1), new(3, 70, 601)),
        Binary("add per sample", new(37, 30, 30, 64), new(1, 1, 1, 64), new(37, 30, 30, 64)),
        Binary("add per pixel", new(300, 7, 9, 20), new(1, 7, 9, 1), new(300, 7, 9, 20)),
        Binary("add crosswise", new(900, 1), new(1, 2500), new(900, 2500)),
        Expand(new(64, 1, 1), new(64, 520, 64)),
        Expand(new(1, 520, 64), new(70, 520, 64)),
        .. Reduce(new(3, 70_001), new(1, 1), new(3, 1), new(1, 70_001)),
        .. Reduce(new(70_001, 3), new(1, 1), new(70_001, 1), new(1, 3)),
        .. Reduce(new(70, 300, 33), new(70, 1, 33), new(1, 300, 1), new(70, 300, 1), new(1, 1, 33), new(1, 300, 33)),
        .. Reduce(new(9, 11, 13, 17, 19), new(9, 1, 13, 1, 19), new(1, 11, 1, 17, 1)),
        .. Normalise(new(3, 37, 37, 48)),
        .. Normalise(new(17, 30, 30, 40)),
        .. Normalise(new(17, 46, 46, 64)),
        .. Normalise(new(300, 7, 40)),
        .. Classify(new(10, 5001)),
        .. Classify(new(3000, 70)),
        .. Optimise(new(100_003)),
        .. Mask(new(700, 61), 0.3),
        .. Mask(new(3, 40_001), 0.1),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Agrees_with_Reference(ContractCase row)
    {
        using var host = Device.Host(threads: 2);
        using var reference = Device.Reference();
        var result = ContractCheck.Run(row, host, reference);
        Assert.That(result.Passed, Is.True, result.ToString());
    }

    [TestCaseSource(nameof(Cases))]
    public void Gives_the_same_bits_with_any_number_of_threads(ContractCase row)
    {
        using var one = Device.Host(threads: 1);
        var expected = ContractCheck.Outputs(row, one);
        foreach (var threads in (int[])[2, 3])
        {
            using var many = Device.Host(threads);
            foreach (var (first, second) in expected.Zip(ContractCheck.Outputs(row, many)))
                Assert.That(MemoryMarshal.AsBytes<double>(second).SequenceEqual(MemoryMarshal.AsBytes<double>(first)), $"{row} with {threads} threads");
        }
    }

    static IEnumerable<ContractCase> Map(string operation, Shape shape, Action<IKernels, Tensor, Tensor> call)
    {
        foreach (var off in (bool[])[false, true])
            yield return Case(operation, $"{shape}", a =>
            {
                var x = a.Input("x", shape);
                var y = a.Output(shape);
                return kernels => call(kernels, x, y);
            }) with { OffBoundary = off };
    }

    static ContractCase Binary(string operation, Shape x, Shape y, Shape z) => Case(operation, $"{x}, {y}", a =>
    {
        var first = a.Input("x", x);
        var second = a.Input("y", y);
        var result = a.Output(z);
        return kernels => kernels.Binary(BinaryFunction.Add, first, second, result);
    });

    static ContractCase Expand(Shape x, Shape y) => Case("expand", $"{x} to {y}", a =>
    {
        var from = a.Input("x", x);
        var to = a.Output(y);
        return kernels => kernels.Expand(from, to);
    });

    static IEnumerable<ContractCase> Reduce(Shape x, params Shape[] results)
    {
        foreach (var result in results)
            yield return Case("sum and max", $"{x} to {result}", a =>
            {
                var from = a.Input("x", x, 1, 0.1);
                var sum = a.Output(result);
                var max = a.Output(result);
                return kernels =>
                {
                    kernels.Sum(from, sum);
                    kernels.Max(from, max);
                };
            });
    }

    static IEnumerable<ContractCase> Normalise(Shape shape)
    {
        var channels = new Shape(shape[0]);
        yield return Case("batch norm forward", $"{shape}", a =>
        {
            var x = a.Input("x", shape, 0.5, 3);
            var gamma = a.Input("gamma", channels, 1, 1.5);
            var beta = a.Input("beta", channels);
            var (y, z) = (a.Output(shape), a.Output(shape));
            var (mean, inverse) = (a.Output(channels), a.Output(channels));
            return kernels =>
            {
                kernels.BatchNormTrain(x, gamma, beta, 1e-5, y, mean, inverse, null, null, 0.1);
                kernels.BatchNormEvaluate(x, gamma, beta, mean, inverse, 1e-5, z);
            };
        });
        yield return Case("batch norm backward", $"{shape}", a =>
        {
            var x = a.Input("x", shape, 0.5, 3);
            var gamma = a.Input("gamma", channels, 1, 1.5);
            var mean = a.Input("mean", channels, 0.01, 3);
            var inverse = a.Input("inverse deviation", channels, 0.1, 3.4);
            var gy = a.Input("gy", shape, 1, 0.2);
            var gx = a.Output(shape);
            var (ggamma, gbeta) = (a.Output(channels), a.Output(channels));
            return kernels => kernels.BatchNormBackward(x, gamma, mean, inverse, gy, gx, ggamma, gbeta);
        });
    }

    static IEnumerable<ContractCase> Classify(Shape shape)
    {
        yield return Case("softmax and cross entropy", $"{shape}", a =>
        {
            var logits = a.Input("logits", shape, 5);
            var targets = a.Input("targets", shape, 0.5, 0.5);
            var probabilities = a.Output(shape);
            var loss = a.Output(new Shape(1, shape[1]));
            return kernels =>
            {
                kernels.Softmax(logits, probabilities);
                kernels.SoftmaxCrossEntropy(logits, targets, loss);
            };
        });
    }

    static IEnumerable<ContractCase> Optimise(Shape shape)
    {
        yield return Case("optimizers", $"{shape}", a =>
        {
            var gradient = a.Input("g", shape, 1, 0.5);
            var (first, second, third) = (a.State("p", shape), a.State("q", shape), a.State("r", shape));
            var (m, v) = (a.State("m", shape, 0.5, 1), a.State("v", shape, 0.5, 1));
            return kernels =>
            {
                kernels.Adam(first, gradient, m, v, new(3, 1e-3));
                kernels.RmsProp(second, gradient, v, new(1e-3));
                kernels.Sgd(third, gradient, m, new(0.1, 0.9, 5e-4));
            };
        });
    }

    static IEnumerable<ContractCase> Mask(Shape shape, double density)
    {
        var pattern = new Pattern(shape, NamedNumbers.Mask("split", shape.Count, density));
        yield return Case("gather and scatter", $"{shape}", a =>
        {
            var dense = a.Input("dense", shape);
            var values = a.Output(new Shape(pattern.Count));
            var again = a.Output(shape);
            return kernels =>
            {
                kernels.Gather(pattern, dense, values);
                kernels.Scatter(pattern, values, again);
            };
        });
    }

    static ContractCase Case(string operation, string shapes, Func<CaseArguments, Action<IKernels>> prepare) =>
        new(operation, shapes, Tolerances.Pointwise, prepare);
}
