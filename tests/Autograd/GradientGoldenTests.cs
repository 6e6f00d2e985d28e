using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Tests.Kernels;

namespace SparseGen.Tests.Autograd;

/// <summary>The golden cases that need gradients of gradients, or of losses, bound to each device.</summary>
[TestFixture("reference")]
[TestFixture("host")]
sealed class GradientGoldenTests(string name)
{
    Device _device = null!;
    Scope _scope = null!;

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

    [Test]
    public void Gradient_penalty()
    {
        var x = Leaf(Golden.SignedBatch(_device, "hess.x", new Shape(4, 3, 8, 8)));
        var w1 = Weight("hess.w1", new Shape(6, 3, 4, 4), scale: 0.3);
        var w2 = Weight("hess.w2", new Shape(1, 6, 4, 4), scale: 0.3);

        var penalty = Objective.GradientPenalty(images => Convolve(Convolve(images, w1, stride: 2, padding: 1).LeakyRelu(0.2), w2, stride: 1, padding: 0), x);
        var gradients = Gradient.Of(penalty, [w1, w2]);

        Expect(penalty, "hess.gp");
        Expect(gradients[0], "hess.gp.gw1");
        Expect(gradients[1], "hess.gp.gw2");
    }

    [Test]
    public void Snip_is_gradient_times_weight()
    {
        var weights = ScoredWeights();
        var gradients = Gradient.Of(ScoredLoss(weights), weights);
        for (var i = 0; i < weights.Length; i++) Expect((gradients[i] * weights[i]).Abs(), $"snip.s{i}");
    }

    [Test]
    public void Grasp_is_minus_weight_times_Hessian_times_gradient()
    {
        var weights = ScoredWeights();
        var gradients = Gradient.Of(ScoredLoss(weights), weights, createGraph: true);
        var product = gradients.Select(gradient => (gradient * gradient.Detach()).Sum()).Aggregate((a, b) => a + b);
        var hessian = Gradient.Of(product, weights);
        for (var i = 0; i < weights.Length; i++)
        {
            Expect(hessian[i], $"hg.{i}");
            Expect(-(weights[i] * hessian[i]), $"grasp.s{i}");
        }
    }

    [TestCase("loss.bce1", 1)]
    [TestCase("loss.bce0", 0)]
    public void Binary_cross_entropy(string golden, double target)
    {
        var z = Leaf(Golden.Signed(_device, "loss.z", new Shape(12), scale: 4));
        var loss = Objective.BinaryCrossEntropy(z, target);
        Expect(loss, golden);
        Expect(Gradient.Of(loss, [z])[0], $"{golden}.g");
    }

    [TestCase("loss.hinge_real", 1)]
    [TestCase("loss.hinge_fake", -1)]
    public void Hinge(string golden, double sign)
    {
        var z = Leaf(Golden.Signed(_device, "loss.z", new Shape(12), scale: 4));
        var loss = Objective.Hinge(z, sign);
        Expect(loss, golden);
        Expect(Gradient.Of(loss, [z])[0], $"{golden}.g");
    }

    [Test]
    public void Kullback_Leibler_divergence()
    {
        var mean = Leaf(Golden.SignedBatch(_device, "loss.mu", new Shape(5, 7)));
        var logVariance = Leaf(Golden.SignedBatch(_device, "loss.logvar", new Shape(5, 7)));
        var loss = Objective.KullbackLeibler(mean, logVariance);
        var gradients = Gradient.Of(loss, [mean, logVariance]);
        Expect(loss, "loss.kl");
        ExpectBatch(gradients[0], "loss.kl.gmu");
        ExpectBatch(gradients[1], "loss.kl.glogvar");
    }

    [Test]
    public void Cross_entropy()
    {
        var logits = Leaf(Golden.SignedBatch(_device, "loss.logits", new Shape(6, 10), scale: 3));
        var loss = Objective.CrossEntropy(logits, OneHot(classes: 10, batch: 6));
        Expect(loss, "loss.ce");
        ExpectBatch(Gradient.Of(loss, [logits])[0], "loss.ce.g");
    }

    [Test]
    public void Batch_norm()
    {
        var x = Leaf(Golden.SignedBatch(_device, "bn.x", new Shape(6, 4, 3, 5), scale: 2));
        var gamma = Leaf(Golden.Signed(_device, "bn.gamma", new Shape(4), offset: 1.5));
        var beta = Leaf(Golden.Signed(_device, "bn.beta", new Shape(4)));
        var gy = new Variable(_device, Golden.SignedBatch(_device, "bn.gy", new Shape(6, 4, 3, 5)));
        foreach (var createGraph in new[] { false, true })
        {
            var y = x.BatchNormTrain(gamma, beta, epsilon: 1e-5);
            var gradients = Gradient.Of(y, [x, gamma, beta], createGraph, seed: gy);
            ExpectBatch(y, "bn.y");
            ExpectBatch(gradients[0], "bn.gx");
            Expect(gradients[1], "bn.ggamma");
            Expect(gradients[2], "bn.gbeta");
        }
    }

    Variable[] ScoredWeights() =>
    [
        Weight("score.w0", new Shape(6, 3, 4, 4), scale: 0.3),
        Weight("score.w1", new Shape(8, 6, 4, 4), scale: 0.2),
        Weight("score.w2", new Shape(10, 32), scale: 0.2),
    ];

    Variable ScoredLoss(Variable[] weights)
    {
        var x = new Variable(_device, Golden.SignedBatch(_device, "score.x", new Shape(12, 3, 8, 8)));
        x = Convolve(x, weights[0], stride: 2, padding: 1).Tanh();
        x = Convolve(x, weights[1], stride: 2, padding: 1).Tanh();
        var logits = Contraction.Linear(x.Reshape(new Shape(32, 12)), weights[2]);
        return Objective.CrossEntropy(logits, OneHot(classes: 10, batch: 12));
    }

    /// <summary>(classes, batch), image i of class i mod classes</summary>
    Tensor OneHot(int classes, int batch)
    {
        var targets = new float[classes * batch];
        for (var n = 0; n < batch; n++) targets[n % classes * batch + n] = 1;
        return _device.Upload(new Shape(classes, batch), targets);
    }

    static Variable Convolve(Variable x, Variable w, int stride, int padding) =>
        Contraction.Forward(ConvolutionShape.Convolution(x.Shape, w.Shape, (stride, stride), (padding, padding)), x, w);

    Variable Weight(string golden, in Shape shape, double scale) => Leaf(Golden.Signed(_device, golden, shape, scale));

    Variable Leaf(Tensor value) => new(_device, value, requiresGradient: true);

    void Expect(Variable found, string golden) =>
        Assert.That(Golden.Error(found.Value, golden), Is.LessThanOrEqualTo(Golden.Tolerance(_device)), golden);

    void ExpectBatch(Variable found, string golden) =>
        Assert.That(Golden.ErrorOfBatch(found.Value, golden), Is.LessThanOrEqualTo(Golden.Tolerance(_device)), golden);
}
