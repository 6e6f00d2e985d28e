using SparseGen.Kernels;
using SparseGen.Tests.Kernels;

namespace SparseGen.Tests;

/// <summary>The golden cases that single kernels answer, bound to each device.</summary>
[TestFixture("reference")]
[TestFixture("host")]
sealed class KernelGoldenTests(string name)
{
    Device _device = null!;
    Scope _scope = null!;

    static IEnumerable<string> Convolutions => Golden.Load().Metadata.Keys.Where(tag => tag.StartsWith("conv", StringComparison.Ordinal));

    IKernels Kernels => _device.Kernels;

    [SetUp]
    public void Open()
    {
        _device = Devices.Open(name);
        _scope = _device.OpenScope();
    }

    [TearDown]
    public void Close()
    {
        _scope.Dispose();
        _device.Dispose();
    }

    [TestCaseSource(nameof(Convolutions))]
    public void Convolution(string tag)
    {
        var golden = GoldenConvolution.Parse(Golden.Load().Metadata[tag]);
        var shape = golden.Shape;
        var x = Golden.SignedBatch(_device, $"{tag}.x", golden.Input);
        var w = new Weight(Golden.Signed(_device, $"{tag}.w", shape.Weight));
        var bias = Golden.Signed(_device, $"{tag}.b", new Shape(golden.OutChannels, 1, 1, 1));
        var y = _device.Allocate(golden.Transposed ? shape.Input : shape.Output);
        var gy = Golden.SignedBatch(_device, $"{tag}.gy", Golden.Load()[$"{tag}.y"].Shape);
        var gx = _device.Allocate(x.Shape);
        var gw = new Weight(_device.Allocate(shape.Weight));
        var gb = _device.Allocate(bias.Shape);

        if (golden.Transposed)
        {
            Kernels.ConvolutionBackwardData(shape, x, w, y);
            Kernels.ConvolutionForward(shape, gy, w, gx);
            Kernels.ConvolutionBackwardWeights(shape, gy, x, gw);
        }
        else
        {
            Kernels.ConvolutionForward(shape, x, w, y);
            Kernels.ConvolutionBackwardData(shape, gy, w, gx);
            Kernels.ConvolutionBackwardWeights(shape, x, gy, gw);
        }
        Kernels.Binary(BinaryFunction.Add, y, bias, y);
        Kernels.Sum(gy, gb);

        Assert.Multiple(() =>
        {
            ExpectBatch(y, $"{tag}.y");
            ExpectBatch(gx, $"{tag}.gx");
            Expect(gw.Values, $"{tag}.gw");
            Expect(gb, $"{tag}.gb");
        });
    }

    [Test]
    public void Batch_norm()
    {
        var channels = new Shape(4);
        var x = Golden.SignedBatch(_device, "bn.x", new Shape(6, 4, 3, 5), scale: 2);
        var gamma = Golden.Signed(_device, "bn.gamma", channels, offset: 1.5);
        var beta = Golden.Signed(_device, "bn.beta", channels);
        var gy = Golden.SignedBatch(_device, "bn.gy", new Shape(6, 4, 3, 5));
        var (y, evaluated, gx) = (_device.Allocate(x.Shape), _device.Allocate(x.Shape), _device.Allocate(x.Shape));
        var (mean, inverse) = (_device.Allocate(channels), _device.Allocate(channels));
        var (ggamma, gbeta) = (_device.Allocate(channels), _device.Allocate(channels));
        var (runningMean, runningVariance) = (_device.Allocate(channels), _device.Allocate(channels));
        Kernels.Fill(runningMean, 0);
        Kernels.Fill(runningVariance, 1);

        Kernels.BatchNormTrain(x, gamma, beta, 1e-5, y, mean, inverse, runningMean, runningVariance, 0.1);
        Kernels.BatchNormBackward(x, gamma, mean, inverse, gy, gx, ggamma, gbeta);
        Kernels.BatchNormEvaluate(x, gamma, beta, runningMean, runningVariance, 1e-5, evaluated);

        Assert.Multiple(() =>
        {
            ExpectBatch(y, "bn.y");
            ExpectBatch(gx, "bn.gx");
            Expect(ggamma, "bn.ggamma");
            Expect(gbeta, "bn.gbeta");
            Expect(runningMean, "bn.running_mean");
            Expect(runningVariance, "bn.running_var");
            ExpectBatch(evaluated, "bn.y_eval");
        });
    }

    [TestCase("loss.bce1", 1)]
    [TestCase("loss.bce0", 0)]
    public void Binary_cross_entropy(string loss, double target)
    {
        var z = Golden.Signed(_device, "loss.z", new Shape(12), scale: 4);
        var t = _device.Allocate(new Shape(1));
        var terms = _device.Allocate(z.Shape);
        var gradient = _device.Allocate(z.Shape);
        Kernels.Fill(t, target);

        Kernels.Binary(BinaryFunction.BceWithLogits, z, t, terms);
        Kernels.Unary(UnaryFunction.Sigmoid, z, gradient);
        Kernels.Binary(BinaryFunction.Subtract, gradient, t, gradient);

        Expect(Mean(terms), loss);
        Expect(Scaled(gradient, 1.0 / 12), $"{loss}.g");
    }

    [TestCase("loss.hinge_real", -1)]
    [TestCase("loss.hinge_fake", 1)]
    public void Hinge(string loss, double sign)
    {
        var z = Golden.Signed(_device, "loss.z", new Shape(12), scale: 4);
        var margin = _device.Allocate(z.Shape);
        var terms = _device.Allocate(z.Shape);
        var gradient = _device.Allocate(z.Shape);

        Kernels.Unary(UnaryFunction.Affine, z, margin, sign, 1);
        Kernels.Unary(UnaryFunction.Relu, margin, terms);
        Kernels.Fill(gradient, sign / 12);
        Kernels.Binary(BinaryFunction.LeakyReluGradient, gradient, margin, gradient);

        Expect(Mean(terms), loss);
        Expect(gradient, $"{loss}.g");
    }

    [Test]
    public void Cross_entropy()
    {
        var logits = Golden.SignedBatch(_device, "loss.logits", new Shape(6, 10), scale: 3);
        var oneHot = new float[60];
        for (var n = 0; n < 6; n++) oneHot[n * 6 + n] = 1;
        var targets = _device.Upload(logits.Shape, oneHot);
        var terms = _device.Allocate(new Shape(1, 6));
        var gradient = _device.Allocate(logits.Shape);

        Kernels.SoftmaxCrossEntropy(logits, targets, terms);
        Kernels.Softmax(logits, gradient);
        Kernels.Binary(BinaryFunction.Subtract, gradient, targets, gradient);

        Expect(Mean(terms.Reshape(new Shape(6))), "loss.ce");
        ExpectBatch(Scaled(gradient, 1.0 / 6), "loss.ce.g");
    }

    [TestCase("opt.adam", 2e-4, 0.5)]
    [TestCase("opt.adam_default", 1e-3, 0.9)]
    public void Adam(string optimizer, double learningRate, double beta1) => Optimize(optimizer, (p, g, m, v, s) =>
        Kernels.Adam(p, g, m, v, new AdamStep(s + 1, learningRate, beta1)));

    [Test]
    public void Rms_prop() => Optimize("opt.rmsprop", (p, g, _, v, _) =>
        Kernels.RmsProp(p, g, v, new RmsPropStep(5e-5)));

    [Test]
    public void Sgd_with_momentum_and_weight_decay() => Optimize("opt.sgd_momentum", (p, g, m, _, _) =>
        Kernels.Sgd(p, g, m, new SgdStep(0.1, 0.9, 5e-4)));

    void Optimize(string optimizer, Action<Tensor, Tensor, Tensor, Tensor, int> step)
    {
        var shape = new Shape(11);
        var p = Golden.Signed(_device, "opt.p", shape);
        var m = _device.Upload(shape, new float[11]);
        var v = _device.Upload(shape, new float[11]);
        for (var s = 0; s < 5; s++) step(p, Golden.Signed(_device, $"opt.g{s}", shape), m, v, s);
        Expect(p, optimizer);
    }

    Tensor Mean(Tensor terms)
    {
        var sum = _device.Allocate(new Shape(1));
        Kernels.Sum(terms, sum);
        return Scaled(sum, 1.0 / terms.Count);
    }

    Tensor Scaled(Tensor x, double factor)
    {
        Kernels.Unary(UnaryFunction.Affine, x, x, factor);
        return x;
    }

    void Expect(Tensor found, string golden) =>
        Assert.That(Golden.Error(found, golden), Is.LessThanOrEqualTo(Golden.Tolerance(_device)), golden);

    void ExpectBatch(Tensor found, string golden) =>
        Assert.That(Golden.ErrorOfBatch(found, golden), Is.LessThanOrEqualTo(Golden.Tolerance(_device)), golden);
}
