using SparseGen.Kernels;

namespace SparseGen.Tests.Kernels;

/// <summary>Wrong shapes throw on every device, and the message names what was found and what belongs there.</summary>
[TestFixture("reference")]
[TestFixture("host")]
sealed class WrongShapesTests(string name)
{
    static readonly ConvolutionShape Geometry = ConvolutionShape.Convolution(new Shape(3, 5, 7, 4), new Shape(6, 3, 3, 3), (1, 1), (1, 1));

    static readonly PoolShape Windows = new(Geometry.Input, (2, 2), (2, 2));

    static readonly Pattern Survivors = new(Geometry.Weight, Enumerable.Range(0, 162).Select(i => (byte)(i % 2)).ToArray());

    static readonly Pattern OtherSurvivors = new(new Shape(6, 2, 3, 3), new byte[108]);

    /// <summary>A call, and two fragments of the message it must end with.</summary>
    static IEnumerable<TestCaseData> Calls()
    {
        yield return Call("forward, x", (k, t) => k.ConvolutionForward(Geometry, t(3, 5, 6, 4), new(t(6, 3, 3, 3)), t(6, 5, 7, 4)), "(3, 5, 6, 4)", "(3, 5, 7, 4)");
        yield return Call("forward, y", (k, t) => k.ConvolutionForward(Geometry, t(3, 5, 7, 4), new(t(6, 3, 3, 3)), t(6, 5, 4, 7)), "(6, 5, 4, 7)", "(6, 5, 7, 4)");
        yield return Call("forward, w", (k, t) => k.ConvolutionForward(Geometry, t(3, 5, 7, 4), new(t(3, 6, 3, 3)), t(6, 5, 7, 4)), "(3, 6, 3, 3)", "(6, 3, 3, 3)");
        yield return Call("forward, survivors", (k, t) => k.ConvolutionForward(Geometry, t(3, 5, 7, 4), new(t(80), Survivors), t(6, 5, 7, 4)), "81 survivors", "(80)");
        yield return Call("forward, pattern", (k, t) => k.ConvolutionForward(Geometry, t(3, 5, 7, 4), new(t(0), OtherSurvivors), t(6, 5, 7, 4)), "(6, 2, 3, 3)", "(6, 3, 3, 3)");
        yield return Call("backward data, x", (k, t) => k.ConvolutionBackwardData(Geometry, t(6, 5, 7, 4), new(t(6, 3, 3, 3)), t(6, 5, 7, 4)), "(6, 5, 7, 4)", "(3, 5, 7, 4)");
        yield return Call("backward weights, y", (k, t) => k.ConvolutionBackwardWeights(Geometry, t(3, 5, 7, 4), t(3, 5, 7, 4), new(t(6, 3, 3, 3))), "(3, 5, 7, 4)", "(6, 5, 7, 4)");
        yield return Call("copy", (k, t) => k.Copy(t(3, 4), t(13)), "(3, 4)", "(13)");
        yield return Call("unary", (k, t) => k.Unary(UnaryFunction.Exp, t(3, 4), t(4, 3)), "(3, 4)", "(4, 3)");
        yield return Call("binary, first", (k, t) => k.Binary(BinaryFunction.Add, t(2, 4), t(3, 4), t(3, 4)), "(2, 4)", "(3, 4)");
        yield return Call("binary, second", (k, t) => k.Binary(BinaryFunction.Add, t(3, 4), t(4), t(3, 4)), "(4)", "(3, 4)");
        yield return Call("binary, result", (k, t) => k.Binary(BinaryFunction.Add, t(3, 4), t(3, 4), t(1, 4)), "(3, 4)", "(1, 4)");
        yield return Call("expand", (k, t) => k.Expand(t(3, 4), t(1, 4)), "(3, 4)", "(1, 4)");
        yield return Call("sum", (k, t) => k.Sum(t(3, 4), t(2, 1)), "(2, 1)", "(3, 4)");
        yield return Call("max", (k, t) => k.Max(t(3, 4), t(3)), "(3)", "(3, 4)");
        yield return Call("batch norm, channels", (k, t) => k.BatchNormTrain(t(3, 5, 4), t(3), t(2), 1e-5, t(3, 5, 4), t(3), t(3), null, null, 0.1), "(2)", "(3, 5, 4)");
        yield return Call("batch norm, running", (k, t) => k.BatchNormTrain(t(3, 5, 4), t(3), t(3), 1e-5, t(3, 5, 4), t(3), t(3), t(3), t(4), 0.1), "(4)", "(3, 5, 4)");
        yield return Call("batch norm, y", (k, t) => k.BatchNormTrain(t(3, 5, 4), t(3), t(3), 1e-5, t(3, 4, 5), t(3), t(3), null, null, 0.1), "(3, 4, 5)", "(3, 5, 4)");
        yield return Call("batch norm evaluate", (k, t) => k.BatchNormEvaluate(t(3, 5, 4), t(3), t(3), t(3), t(5), 1e-5, t(3, 5, 4)), "(5)", "(3, 5, 4)");
        yield return Call("batch norm backward", (k, t) => k.BatchNormBackward(t(3, 5, 4), t(3), t(3), t(3), t(3, 5), t(3, 5, 4), t(3), t(3)), "(3, 5)", "(3, 5, 4)");
        yield return Call("max pool", (k, t) => k.MaxPool(Windows, t(3, 5, 6, 4), t(3, 2, 3, 4)), "(3, 5, 6, 4)", "(3, 5, 7, 4)");
        yield return Call("average pool", (k, t) => k.AveragePool(Windows, t(3, 5, 7, 4), t(3, 2, 2, 4)), "(3, 2, 2, 4)", "(3, 2, 3, 4)");
        yield return Call("softmax", (k, t) => k.Softmax(t(10, 4), t(4, 10)), "(4, 10)", "(10, 4)");
        yield return Call("cross entropy, targets", (k, t) => k.SoftmaxCrossEntropy(t(10, 4), t(9, 4), t(1, 4)), "(9, 4)", "(10, 4)");
        yield return Call("cross entropy, loss", (k, t) => k.SoftmaxCrossEntropy(t(10, 4), t(10, 4), t(4)), "(4)", "(1, 4)");
        yield return Call("gather", (k, t) => k.Gather(Survivors, t(6, 3, 3, 2), t(81)), "(6, 3, 3, 2)", "(6, 3, 3, 3)");
        yield return Call("scatter", (k, t) => k.Scatter(Survivors, t(82), t(6, 3, 3, 3)), "(82)", "(6, 3, 3, 3)");
        yield return Call("adam", (k, t) => k.Adam(t(7), t(7), t(6), t(7), new(1, 1e-3)), "(6)", "(7)");
        yield return Call("rmsprop", (k, t) => k.RmsProp(t(7), t(8), t(7), new(1e-3)), "(8)", "(7)");
        yield return Call("sgd", (k, t) => k.Sgd(t(7), t(7), t(3), new(1e-3)), "(3)", "(7)");
    }

    public delegate Tensor Allocate(params int[] sizes);

    [TestCaseSource(nameof(Calls))]
    public void Are_refused_by_name(Action<IKernels, Allocate> call, string found, string expected)
    {
        using var device = Devices.Open(name);
        using var scope = device.OpenScope();
        Assert.That(() => call(device.Kernels, sizes => device.Allocate(new Shape(sizes))),
            Throws.ArgumentException.With.Message.Contains(found).And.Message.Contains(expected));
    }

    static TestCaseData Call(string description, Action<IKernels, Allocate> call, string found, string expected) =>
        new TestCaseData(call, found, expected).SetArgDisplayNames(description);
}
