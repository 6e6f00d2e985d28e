using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Models;
using SparseGen.Tests.Kernels;

namespace SparseGen.Tests.Models;

[TestFixture("reference")]
[TestFixture("host")]
sealed class LayerTests(string name)
{
    Device _device = null!;
    Scope _scope = null!;

    static IEnumerable<TestCaseData> Weighted()
    {
        yield return Case("linear", device => new Linear(device, 24, 5), new Shape(24, 7));
        yield return Case("convolution", device => new Convolution(device, 6, 5, kernel: 3, stride: 2, padding: 1), new Shape(6, 5, 5, 7));
        yield return Case("transposed convolution", device => new TransposedConvolution(device, 6, 5, kernel: 4, stride: 2, padding: 1, outputPadding: 1), new Shape(6, 3, 3, 7));

        static TestCaseData Case(string name, Func<Device, Module> create, Shape input) => new TestCaseData(create, input).SetArgDisplayNames(name);
    }

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

    [TestCaseSource(nameof(Weighted))]
    public void A_masked_layer_computes_what_a_dense_one_with_zeros_does(Func<Device, Module> create, Shape input)
    {
        using var layer = create(_device);
        layer.Name("layer");
        layer.Initialise(7);
        var weight = layer.Parameters.First(parameter => parameter.Prunable);
        var pattern = new Pattern(weight.Shape, NamedNumbers.Mask("layer", weight.Shape.Count, density: 0.3));
        var x = new Variable(_device, _device.Allocate(input), requiresGradient: true);
        _device.Kernels.Normal(RandomStream.For(7, "x"), x.Value);

        weight.Apply(pattern);
        var (masked, maskedGradients) = Run(layer, x);
        var survivors = _device.Read(maskedGradients[1].Value);
        weight.Apply(null);
        var (dense, denseGradients) = Run(layer, x);
        weight.Apply(pattern);
        var gathered = _device.Allocate(new Shape(pattern.Count));
        weight.Store(denseGradients[1].Value, gathered);

        Assert.That(RelativeError(masked, dense), Is.LessThanOrEqualTo(Tolerances.Contraction));
        Assert.That(RelativeError(maskedGradients[0], denseGradients[0]), Is.LessThanOrEqualTo(Tolerances.Contraction));
        Assert.That(RelativeError(new Variable(_device, gathered), maskedGradients[1]), Is.LessThanOrEqualTo(Tolerances.Contraction));
        Assert.That(survivors, Has.Length.EqualTo(pattern.Count));
    }

    [Test]
    public void Batch_norm_evaluates_by_the_running_statistics_of_training()
    {
        using var layer = new BatchNorm(_device, channels: 2);
        layer.Initialise(7);
        var x = Variable.Constant(_device, new Shape(2, 3, 3, 4), 0);
        _device.Kernels.Normal(RandomStream.For(7, "x"), x.Value, mean: 3, deviation: 2);
        for (var i = 0; i < 200; i++) layer.Forward(x, Mode.Train);
        // The running variance is the unbiased one of 36 values, the batch's own is not.
        var expected = layer.Forward(x, Mode.Train) * Math.Sqrt(35.0 / 36);
        Assert.That(RelativeError(layer.Forward(x, Mode.Evaluate), expected), Is.LessThanOrEqualTo(1e-5));
    }

    [Test]
    public void Flattening_keeps_the_order_of_channel_row_and_column()
    {
        var x = new Variable(_device, _device.Upload(new Shape(2, 1, 2, 2), [0, 1, 2, 3, 4, 5, 6, 7]));
        var flat = new Flatten(_device).Forward(x, Mode.Train);
        Assert.That(flat.Shape, Is.EqualTo(new Shape(4, 2)));
        Assert.That(_device.Read(flat.Value), Is.EqualTo(_device.Read(x.Value)));
        Assert.That(new Unflatten(_device, new Shape(2, 1, 2)).Forward(flat, Mode.Train).Shape, Is.EqualTo(x.Shape));
    }

    [Test]
    public void Upsampling_repeats_pixels_and_averaging_takes_it_back()
    {
        var x = new Variable(_device, _device.Upload(new Shape(1, 1, 2, 2), [1, 2, 3, 4]));
        var large = new Upsampling(_device).Forward(x, Mode.Train);
        Assert.That(large.Shape, Is.EqualTo(new Shape(1, 2, 4, 2)));
        Assert.That(_device.Read(large.Value), Is.EqualTo(new float[] { 1, 2, 1, 2, 3, 4, 3, 4, 1, 2, 1, 2, 3, 4, 3, 4 }));
        Assert.That(_device.Read(new AveragePooling(_device).Forward(large, Mode.Train).Value), Is.EqualTo(_device.Read(x.Value)));
    }

    [TestCase("up")]
    [TestCase("down")]
    public void The_gradient_of_resampling_agrees_with_central_differences(string direction)
    {
        var errors = GradientCheck.Of(new GradientCase(direction, v => Resample(v[0]).Exp(), new GradientInput(new Shape(2, 2, 4, 3))));
        Assert.That(errors.First, Is.LessThanOrEqualTo(GradientCheck.Tolerance), "first order");
        Assert.That(errors.Second, Is.LessThanOrEqualTo(GradientCheck.Tolerance), "second order");

        Variable Resample(Variable x)
        {
            using Module layer = direction == "up" ? new Upsampling(x.Device) : new AveragePooling(x.Device);
            return layer.Forward(x, Mode.Train);
        }
    }

    [Test]
    public void A_layer_of_another_width_says_both_shapes()
    {
        using var layer = new Linear(_device, 5, 3);
        Assert.That(() => layer.Forward(Variable.Constant(_device, new Shape(6, 2), 0), Mode.Train),
            Throws.ArgumentException.With.Message.Contains("(3, 5)").And.Message.Contains("(6, 2)"));
    }

    [TestCase("normal", 0, 0.02)]
    [TestCase("he", 0, 0.1)]
    [TestCase("uniform", 0, 0.1)]
    [TestCase("gamma", 1, 0.02)]
    public void Initialisers_draw_from_the_distribution_they_name(string initialiser, double mean, double deviation)
    {
        using var layer = new Linear(_device, 200, 100, bias: false, initialiser switch
        {
            "normal" => Initialiser.Normal(0.02),
            "he" => Initialiser.He(fanIn: 200),
            "uniform" => Initialiser.Uniform(Math.Sqrt(3) * 0.1),
            _ => Initialiser.Normal(0.02, mean: 1),
        });
        layer.Name("layer");
        layer.Initialise(7);
        var values = _device.Read(layer.Weight.Value.Value);
        var average = values.Average();
        Assert.That(average, Is.EqualTo(mean).Within(5 * deviation / Math.Sqrt(values.Length)));
        Assert.That(Math.Sqrt(values.Average(value => (value - average) * (value - average))), Is.EqualTo(deviation).Within(3).Percent);
    }

    static (Variable Output, Variable[] Gradients) Run(Module layer, Variable x)
    {
        var y = layer.Forward(x, Mode.Train);
        var seed = Variable.Constant(x.Device, y.Shape, 0);
        x.Device.Kernels.Normal(RandomStream.For(7, "gradient"), seed.Value);
        return (y, Gradient.Of(y, [x, layer.Parameters.First().Value], seed: seed));
    }

    double RelativeError(Variable found, Variable expected) => ContractCheck.RelativeError(
        Array.ConvertAll(_device.Read(found.Value), value => (double)value),
        Array.ConvertAll(_device.Read(expected.Value), value => (double)value));
}
