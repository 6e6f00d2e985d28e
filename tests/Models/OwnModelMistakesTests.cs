using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

/// <summary>Mistakes in a model of one's own are found where they are made, or at the first step, and name the part.</summary>
public class OwnModelMistakesTests
{
    Device _device = null!;

    [SetUp]
    public void Open() => _device = Device.Host(threads: 1);

    [TearDown]
    public void Close() => _device.Dispose();

    [Test]
    public void An_optimizer_of_no_update_is_found_at_the_first_step()
    {
        using var model = new Own(_device, own =>
        {
            own.AddUpdate("loss", new Sgd(own.Add("a", Linear()).Parameters, 0.1));
            _ = new Adam(own.Parameters, 0.1);
        });
        Assert.That(() => Step(model), Throws.InvalidOperationException.With.Message.Contains("'a.weight'").And.Message.Contains("AddUpdate"));
    }

    [Test]
    public void A_component_that_was_not_added_is_found_where_its_update_is() =>
        Assert.That(() => new Own(_device, own => own.AddUpdate("loss", new Adam(Linear().Parameters, 0.1))),
            Throws.ArgumentException.With.Message.Contains("'loss'").And.Message.Contains("(2, 2)").And.Message.Contains("AddComponent"));

    [Test]
    public void A_model_without_updates_is_found_at_the_first_step()
    {
        using var model = new Own(_device, own => own.Add("a", Linear()));
        Assert.That(() => Step(model), Throws.InvalidOperationException.With.Message.Contains("AddUpdate"));
    }

    [Test]
    public void A_parameter_that_no_update_moves_is_found_at_the_first_step_unless_it_is_frozen()
    {
        using var model = new Own(_device, own =>
        {
            own.AddUpdate("loss", new Adam(own.Add("a", Linear()).Parameters, 0.1));
            own.Add("b", Linear());
        });
        Assert.That(() => Step(model), Throws.InvalidOperationException.With.Message.Contains("'b.weight'").And.Message.Contains("'frozen'"));
        using var frozen = new Own(_device, own =>
        {
            own.AddUpdate("loss", new Adam(own.Add("a", Linear()).Parameters, 0.1));
            own.Add("b", Linear(), frozen: true);
        });
        Step(frozen);
    }

    [Test]
    public void A_parameter_that_two_updates_move_is_refused_unless_it_is_shared()
    {
        Assert.That(() => new Own(_device, own =>
        {
            own.AddUpdate("first", new Adam(own.Add("a", Linear()).Parameters, 0.1));
            own.AddUpdate("second", new Sgd(own.Parameters, 0.1));
        }), Throws.ArgumentException.With.Message.Contains("'a.weight'").And.Message.Contains("'first'").And.Message.Contains("'second'"));
        using var shared = new Own(_device, own =>
        {
            own.AddUpdate("first", new Adam(own.Add("a", Linear()).Parameters, 0.1));
            own.AddUpdate("second", new Sgd(own.Parameters, 0.1), shared: true);
        });
        Step(shared);
    }

    [Test]
    public void A_module_that_another_forgot_to_add_is_found_at_the_first_step()
    {
        using var model = new Own(_device, own =>
        {
            var forgetful = own.Add("a", new Forgetful(_device));
            own.AddUpdate("loss", new Adam(own.Parameters, 0.1), loss: () => forgetful.Forward(Variable.Constant(_device, new Shape(2, 3), 1), Mode.Train).Sum());
        });
        Assert.That(() => Step(model), Throws.InvalidOperationException.With.Message.Contains("'loss'").And.Message.Contains("'bias' (2)").And.Message.Contains("by Add"));
    }

    [Test]
    public void Only_a_single_component_has_no_name()
    {
        using (var model = new Own(_device, own => own.AddUpdate("loss", new Adam(own.Add("", Linear()).Parameters, 0.1)))) Assert.That(model.Snapshot().Arrays.Keys, Has.Member("weight"));
        foreach (var (first, second) in new[] { ("a", ""), ("", "a") })
            Assert.That(() => new Own(_device, own => { own.Add(first, Linear()); own.Add(second, Linear()); }), Throws.ArgumentException.With.Message.Contains($"'{second}'").And.Message.Contains("single component"));
    }

    [TestCase("a.b")]
    public void A_name_is_one_word(string name) => Assert.That(() => new Own(_device, own => own.Add(name, Linear())), Throws.ArgumentException.With.Message.Contains($"'{name}'"));

    [Test]
    public void An_update_before_its_components_is_refused() =>
        Assert.That(() => new Own(_device, own => own.AddUpdate("loss", new Adam(own.Parameters, 0.1))), Throws.ArgumentException.With.Message.Contains("'loss'").And.Message.Contains("components"));

    [Test]
    public void Names_are_given_once()
    {
        Assert.That(() => new Own(_device, own => { own.Add("a", Linear()); own.Add("a", Linear()); }), Throws.ArgumentException.With.Message.Contains("'a'"));
        Assert.That(() => new Own(_device, own =>
        {
            own.AddUpdate("loss", new Adam(own.Add("a", Linear()).Parameters, 0.1));
            own.AddUpdate("loss", new Sgd(own.Add("b", Linear()).Parameters, 0.1));
        }), Throws.ArgumentException.With.Message.Contains("'loss'"));
        Assert.That(() => new TwoParts(_device), Throws.ArgumentException.With.Message.Contains("'part'"));
    }

    [Test]
    public void A_module_that_is_used_twice_is_named()
    {
        var linear = Linear();
        Assert.That(() => new Own(_device, own => own.Add("a", new Sequential(_device, linear, linear))), Throws.ArgumentException.With.Message.Contains("'a.1.weight'").And.Message.Contains("'a.0.weight'"));
        Assert.That(() => new Own(_device, own => { own.Add("a", linear); own.Add("b", linear); }), Throws.ArgumentException.With.Message.Contains("'b.weight'").And.Message.Contains("'a.weight'"));
    }

    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_learning_rate_is_a_finite_number_that_is_not_negative(double rate)
    {
        using var linear = Linear();
        Assert.Multiple(() =>
        {
            Assert.That(() => new Adam(linear.Parameters, rate), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new RmsProp(linear.Parameters, rate), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Sgd(linear.Parameters, rate), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Sgd(linear.Parameters, 1).LearningRate = rate, Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [TestCase(0)]
    [TestCase(-2)]
    public void A_narrowing_is_at_least_1(int narrowing)
    {
        var image = new Shape(3, 32, 32);
        Func<Model>[] models =
        [
            () => new LinearAutoencoder(_device, 1, image, narrowing), () => new ConvolutionalAutoencoder(_device, 1, image, narrowing),
            () => VariationalAutoencoder.Convolutional(_device, 1, image, narrowing), () => VariationalAutoencoder.Residual(_device, 1, image, narrowing),
            () => new Dcgan(_device, 1, image, narrowing), () => new ResidualDcgan(_device, 1, image, narrowing), () => new Sngan(_device, 1, image, narrowing),
            () => new Wgan(_device, 1, image, narrowing), () => new WganPenalty(_device, 1, image, narrowing),
        ];
        foreach (var create in models) Assert.That(create, Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("narrowing"));
    }

    Linear Linear() => new(_device, 2, 2);

    void Step(Model model)
    {
        using var scope = _device.OpenScope();
        var x = _device.Allocate(new Shape(2, 3));
        _device.Kernels.Fill(x, 1);
        model.Step(x, new StepRandom(1, 0));
    }

    sealed class Forgetful : Module
    {
        readonly Module _added, _forgotten;

        public Forgetful(Device device) : base(device)
        {
            _added = Add("first", new Linear(device, 2, 2));
            _forgotten = new Linear(device, 2, 2);
        }

        public override Variable Forward(Variable x, Mode mode) => _forgotten.Forward(_added.Forward(x, mode), mode);
    }

    sealed class TwoParts : Module
    {
        public TwoParts(Device device) : base(device)
        {
            Add("part", new Relu(device));
            Add("part", new Relu(device));
        }

        public override Variable Forward(Variable x, Mode mode) => x;
    }

    sealed class Own : Model
    {
        public Own(Device device, Action<Own> build) : base(device, seed: 1) => build(this);

        public TModule Add<TModule>(string name, TModule module, bool frozen = false) where TModule : Module => AddComponent(name, module, frozen);

        public void AddUpdate(string name, Optimizer optimizer, bool shared = false, Func<Variable>? loss = null) =>
            AddUpdate(name, optimizer, batch => loss?.Invoke() ?? optimizer.Parameters[0].Value.Square().Mean() + Variable.Constant(Device, new Shape(1), 0), shared: shared);
    }
}
