using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Tests.Autograd;

public class ParameterTests
{
    static readonly Shape Square = new(2, 2);

    Device _device = null!;
    Parameter _parameter = null!;

    [SetUp]
    public void Open()
    {
        _device = Device.Reference();
        _parameter = new Parameter(_device, Square, prunable: true) { Path = "decoder.0.weight" };
        _device.Write(_parameter.Value.Value, [1, 2, 3, 4]);
    }

    [TearDown]
    public void Close()
    {
        _parameter.Dispose();
        Assert.That(_device.Memory.BytesInUse, Is.Zero, "bytes not given back");
        _device.Dispose();
    }

    [Test]
    public void A_mask_leaves_nothing_but_survivors()
    {
        _parameter.Apply(Pattern(1, 0, 0, 1));
        Assert.That(_device.Read(_parameter.Value.Value), Is.EqualTo(new[] { 1f, 4 }));
        Assert.That(_parameter.Count, Is.EqualTo(2));
        Assert.That(Dense(), Is.EqualTo(new[] { 1f, 0, 0, 4 }));
    }

    [Test]
    public void An_equal_mask_keeps_what_was_compiled_for_the_first()
    {
        var first = Pattern(1, 0, 0, 1);
        _parameter.Apply(first);
        _parameter.Apply(Pattern(1, 0, 0, 1));
        Assert.That(_parameter.Pattern, Is.SameAs(first));
        _parameter.Apply(Pattern(1, 0, 0, 0));
        Assert.That(_parameter.Count, Is.EqualTo(1));
    }

    [Test]
    public void A_second_mask_keeps_what_both_keep_and_zeros_what_was_gone()
    {
        _parameter.Apply(Pattern(1, 1, 0, 1));
        _parameter.Apply(Pattern(1, 0, 1, 1));
        Assert.That(Dense(), Is.EqualTo(new[] { 1f, 0, 0, 4 }));
        _parameter.Apply(null);
        Assert.That(_device.Read(_parameter.Value.Value), Is.EqualTo(new[] { 1f, 0, 0, 4 }));
        Assert.That(_parameter.Value.Shape, Is.EqualTo(Square));
    }

    [Test]
    public void Companions_follow_the_mask()
    {
        var moment = _parameter.Follow("m");
        Assert.That(_device.Read(moment.Tensor), Is.EqualTo(new float[4]));
        _device.Write(moment.Tensor, [5, 6, 7, 8]);
        _parameter.Apply(Pattern(0, 1, 1, 0));
        Assert.That(_device.Read(moment.Tensor), Is.EqualTo(new[] { 6f, 7 }));
        Assert.That(_device.Read(_parameter.Follow("v").Tensor), Is.EqualTo(new float[2]));
    }

    [Test]
    public void A_mask_outlives_the_scope_in_which_it_is_applied()
    {
        using (_device.OpenScope()) _parameter.Apply(Pattern(1, 0, 0, 1));
        Assert.That(_device.Read(_parameter.Value.Value), Is.EqualTo(new[] { 1f, 4 }));
    }

    [Test]
    public void The_gradient_of_a_masked_weight_has_its_stored_length()
    {
        _parameter.Apply(Pattern(1, 0, 1, 1));
        using var scope = _device.OpenScope();
        var x = new Variable(_device, _device.Upload(new Shape(2, 1), [10, 20]));
        var y = Contraction.Linear(x, _parameter.Value, _parameter.Pattern);
        Assert.That(_device.Read(y.Value), Is.EqualTo(new[] { 10f, 110 }));
        Assert.That(_device.Read(Gradient.Of(y.Sum(), [_parameter])[0].Value), Is.EqualTo(new[] { 10f, 10, 20 }));
    }

    [Test]
    public void A_mask_that_does_not_fit_is_refused_by_name()
    {
        Assert.That(() => _parameter.Apply(new Pattern(new Shape(4, 1), [1, 1, 1, 1])),
            Throws.ArgumentException.With.Message.Contains("decoder.0.weight").And.Message.Contains("(4, 1)").And.Message.Contains("(2, 2)"));
        using var bias = new Parameter(_device, Square) { Path = "decoder.0.bias" };
        Assert.That(() => bias.Apply(Pattern(1, 0, 1, 1)), Throws.InvalidOperationException.With.Message.Contains("decoder.0.bias"));
    }

    float[] Dense()
    {
        using var scope = _device.OpenScope();
        return _device.Read(_parameter.Dense(_parameter.Value.Value));
    }

    static Pattern Pattern(params byte[] mask) => new(Square, mask);
}
