using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Models;
using SparseGen.Tests.Kernels;

namespace SparseGen.Tests.Models;

[TestFixture("reference")]
[TestFixture("host")]
sealed class SpectralNormTests(string name)
{
    static readonly Shape Weight = new(8, 3, 4, 4);

    Device _device = null!;
    Scope _scope = null!;
    Parameter _weight = null!;
    SpectralNorm _norm = null!;

    [SetUp]
    public void Open()
    {
        _device = Devices.Open(name);
        _scope = _device.OpenScope();
        _weight = new Parameter(_device, Weight, prunable: true);
        _device.Kernels.Copy(Golden.Signed(_device, "sn.w", Weight), _weight.Value.Value);
        _norm = new SpectralNorm(_device, _weight);
        _norm.Name("norm");
        _norm.Initialise(7);
        _device.Kernels.Copy(Golden.Signed(_device, "sn.u", new Shape(8)), Vector("u"));
    }

    [TearDown]
    public void Close()
    {
        _norm.Dispose();
        _weight.Dispose();
        _scope.Dispose();
        _device.Dispose();
    }

    [Test]
    public void Each_use_in_training_is_one_power_iteration()
    {
        for (var iteration = 1; iteration <= 3; iteration++) Expect(Use(Mode.Train), $"sn.sigma{iteration}");
    }

    [Test]
    public void It_converges_to_the_largest_singular_value()
    {
        for (var i = 0; i < 500; i++) Use(Mode.Train);
        Expect(Use(Mode.Evaluate), "sn.sigma_exact");
    }

    [Test]
    public void Evaluation_takes_the_vectors_as_they_are()
    {
        var trained = Use(Mode.Train).Item();
        var u = _device.Read(Vector("u"));
        for (var i = 0; i < 3; i++) Assert.That(Use(Mode.Evaluate).Item(), Is.EqualTo(trained).Within(1e-5).Percent);
        Assert.That(_device.Read(Vector("u")), Is.EqualTo(u));
    }

    [Test]
    public void The_weight_is_divided_by_it()
    {
        var normalised = _norm.Forward(_weight.Value, Mode.Train);
        Assert.That(RelativeError((normalised * Use(Mode.Evaluate)).Value, _weight.Value.Value), Is.LessThanOrEqualTo(Tolerances.Contraction));
    }

    [Test]
    public void Of_a_masked_weight_it_is_that_of_the_matrix_with_zeros()
    {
        var pattern = new Pattern(Weight, NamedNumbers.Mask("spectral", Weight.Count, density: 0.3));
        var zeros = _device.Allocate(Weight);
        var survivors = _device.Allocate(new Shape(pattern.Count));
        _device.Kernels.Gather(pattern, _weight.Value.Value, survivors);
        _device.Kernels.Scatter(pattern, survivors, zeros);
        _device.Kernels.Copy(zeros, _weight.Value.Value);
        var dense = Use(Mode.Train);
        var gradient = Gradient.Of(dense, [_weight])[0];

        _device.Kernels.Copy(Golden.Signed(_device, "sn.u", new Shape(8)), Vector("u"));
        _weight.Apply(pattern);
        var masked = Use(Mode.Train);
        var expected = _device.Allocate(new Shape(pattern.Count));
        _device.Kernels.Gather(pattern, gradient.Value, expected);
        Assert.That(masked.Item(), Is.EqualTo(dense.Item()).Within(1e-5).Percent);
        Assert.That(RelativeError(Gradient.Of(masked, [_weight])[0].Value, expected), Is.LessThanOrEqualTo(Tolerances.Contraction));
    }

    [Test]
    public void A_use_changes_no_gradient_of_the_one_before()
    {
        var first = Use(Mode.Train);
        var expected = Gradient.Of(first, [_weight])[0];
        for (var i = 0; i < 5; i++) Use(Mode.Train);
        Assert.That(_device.Read(Gradient.Of(first, [_weight])[0].Value), Is.EqualTo(_device.Read(expected.Value)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Its_gradients_of_first_and_second_order_agree_with_central_differences(bool masked)
    {
        var pattern = masked ? new Pattern(Weight, NamedNumbers.Mask("spectral", Weight.Count, density: 0.3)) : null;
        var errors = GradientCheck.Of(new GradientCase("spectral norm", Normalise, new GradientInput(pattern is null ? Weight : new Shape(pattern.Count))));
        Assert.That(errors.First, Is.LessThanOrEqualTo(GradientCheck.Tolerance), "first order");
        Assert.That(errors.Second, Is.LessThanOrEqualTo(GradientCheck.Tolerance), "second order");

        Variable Normalise(Variable[] v)
        {
            using var weight = new Parameter(v[0].Device, Weight, prunable: true);
            using var norm = new SpectralNorm(v[0].Device, weight);
            norm.Initialise(7);
            weight.Apply(pattern);
            // Vectors far from the singular ones, so that σ depends on the weight as freely as it can.
            return norm.Forward(v[0], Mode.Evaluate);
        }
    }

    Variable Use(Mode mode) => _norm.Sigma(_weight.Value, mode);

    Tensor Vector(string which) => _norm.Buffers.Single(buffer => buffer.Path == $"norm.{which}").Tensor;

    void Expect(Variable found, string golden) => Assert.That(Golden.Error(found.Value, golden), Is.LessThanOrEqualTo(Golden.Tolerance(_device)), golden);

    double RelativeError(Tensor found, Tensor expected) => ContractCheck.RelativeError(
        Array.ConvertAll(_device.Read(found), value => (double)value),
        Array.ConvertAll(_device.Read(expected), value => (double)value));
}
