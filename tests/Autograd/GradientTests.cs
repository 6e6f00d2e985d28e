using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Tests.Autograd;

public class GradientTests
{
    Device _device = null!;

    [SetUp]
    public void Open() => _device = Device.Reference();

    [TearDown]
    public void Close() => _device.Dispose();

    [Test]
    public void Derivatives_of_any_order_follow_from_the_first()
    {
        var x = Leaf(2);
        var y = x.Square().Square();
        foreach (var expected in new[] { 32.0, 48, 48, 24 })
        {
            y = Gradient.Of(y, [x], createGraph: true)[0];
            Assert.That(y.Item(), Is.EqualTo(expected).Within(1e-12));
        }
    }

    [Test]
    public void A_variable_used_twice_receives_both_gradients()
    {
        var x = Leaf(3);
        Assert.That(Gradient.Of(x * x + x, [x])[0].Item(), Is.EqualTo(7));
    }

    [Test]
    public void A_variable_that_the_output_does_not_depend_on_has_gradient_zero()
    {
        var (x, other) = (Leaf(3), Leaf(5));
        Assert.That(Gradient.Of(x.Square(), [other])[0].Item(), Is.Zero);
    }

    [Test]
    public void The_gradient_of_an_intermediate_variable_can_be_asked_for()
    {
        var x = Leaf(3);
        var middle = x.Square();
        var gradients = Gradient.Of(middle.Square(), [middle, x]);
        Assert.That(gradients[0].Item(), Is.EqualTo(18));
        Assert.That(gradients[1].Item(), Is.EqualTo(108));
    }

    [Test]
    public void Passes_leave_nothing_behind_on_the_graph()
    {
        var x = Leaf(3);
        var y = x.Square();
        var (first, second) = (Gradient.Of(y, [x])[0].Item(), Gradient.Of(y, [x])[0].Item());
        Assert.That((first, second), Is.EqualTo((6.0, 6.0)));
    }

    [Test]
    public void A_seed_weighs_an_output_of_several_numbers()
    {
        var x = new Variable(_device, _device.Upload(new Shape(2), [3, 4]), requiresGradient: true);
        var seed = new Variable(_device, _device.Upload(new Shape(2), [1, 10]));
        Assert.That(Gradient.Of(x.Square(), [x], seed: seed)[0].Value.ToArray<double>(), Is.EqualTo(new[] { 6.0, 80 }));
    }

    [Test]
    public void What_requires_no_gradient_is_not_recorded()
    {
        var x = Leaf(3);
        Assert.That((x.Detach() * 2).Operation, Is.Null);
        Assert.That((x * 2).Operation, Is.Not.Null);
        Assert.That(Gradient.Of(x.Square(), [x])[0].RequiresGradient, Is.False);
        Assert.That(Gradient.Of(x.Square(), [x], createGraph: true)[0].RequiresGradient, Is.True);
    }

    [Test]
    public void Only_paths_to_the_requested_variables_are_computed()
    {
        var (image, weight) = (Leaf(3), Leaf(5));
        var probe = new Probe();
        Gradient.Of(probe.Of(image, weight), [image]);
        Assert.That(probe.Needed, Is.EqualTo(new[] { true, false }));
        Gradient.Of(probe.Of(image.Detach(), weight), [weight]);
        Assert.That(probe.Needed, Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public void Long_chains_do_not_exhaust_the_stack()
    {
        var x = Leaf(1);
        var y = x;
        for (var i = 0; i < 100_000; i++) y += 1;
        Assert.That(Gradient.Of(y, [x])[0].Item(), Is.EqualTo(1));
    }

    [Test]
    public void Requests_that_make_no_sense_say_why()
    {
        var x = new Variable(_device, _device.Upload(new Shape(2), [3, 4]), requiresGradient: true);
        Assert.That(() => Gradient.Of(x * 2, [x]), Throws.ArgumentException.With.Message.Contains("(2)"));
        Assert.That(() => Gradient.Of(x.Sum(), [x.Detach()]), Throws.ArgumentException.With.Message.Contains("does not require"));
        Assert.That(() => x + new Variable(_device, _device.Upload(new Shape(3), [1, 2, 3])), Throws.ArgumentException.With.Message.Contains("(2)").And.Message.Contains("(3)"));
    }

    [Test]
    public void Inputs_of_two_devices_are_refused()
    {
        using var other = Device.Reference();
        Assert.That(() => Leaf(1) + Variable.Constant(other, new Shape(1), 1), Throws.ArgumentException);
    }

    Variable Leaf(float value) => new(_device, _device.Upload(new Shape(1), [value]), requiresGradient: true);

    sealed class Probe : Operation
    {
        public bool[] Needed { get; private set; } = [];

        public Variable Of(Variable x, Variable y) => Record(x.Value, x, y);

        protected override void Backward(in BackwardContext context) => Needed = [context.Needs(0), context.Needs(1)];
    }
}
