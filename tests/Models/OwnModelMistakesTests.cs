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
    public void An_optimizer_that_was_not_added_is_found_at_the_first_step()
    {
        Optimizer? adam = null;
        using var model = new Own(_device, own => adam = new Adam(own.Add("a", Linear()).Parameters, 0.1), () => adam!);
        Assert.That(() => Step(model), Throws.InvalidOperationException.With.Message.Contains("'a.weight'").And.Message.Contains("AddOptimizer"));
    }

    [Test]
    public void A_component_that_was_not_added_is_found_where_its_optimizer_is() =>
        Assert.That(() => new Own(_device, own => own.Add("adam", new Adam(Linear().Parameters, 0.1))),
            Throws.ArgumentException.With.Message.Contains("'adam'").And.Message.Contains("(2, 2)").And.Message.Contains("AddComponent"));

    [Test]
    public void A_model_that_trains_without_components_is_found_at_the_first_step()
    {
        using var linear = Linear();
        using var model = new Own(_device, _ => { }, network: linear);
        Assert.That(() => Step(model), Throws.InvalidOperationException.With.Message.Contains("AddComponent"));
    }

    [Test]
    public void An_optimizer_before_its_components_is_refused() =>
        Assert.That(() => new Own(_device, own => own.Add("adam", new Adam(own.Parameters, 0.1))), Throws.ArgumentException.With.Message.Contains("'adam'").And.Message.Contains("components"));

    [Test]
    public void Names_are_given_once()
    {
        Assert.That(() => new Own(_device, own => { own.Add("a", Linear()); own.Add("a", Linear()); }), Throws.ArgumentException.With.Message.Contains("'a'"));
        Assert.That(() => new Own(_device, own =>
        {
            var parameters = own.Add("a", Linear()).Parameters;
            own.Add("adam", new Adam(parameters, 0.1));
            own.Add("adam", new Sgd(parameters, 0.1));
        }), Throws.ArgumentException.With.Message.Contains("'adam'"));
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
        readonly Func<Optimizer>? _optimizer;
        readonly Module? _network;

        public Own(Device device, Action<Own> build, Func<Optimizer>? optimizer = null, Module? network = null) : base(device, seed: 1, "loss")
        {
            _optimizer = optimizer;
            _network = network;
            build(this);
        }

        public TModule Add<TModule>(string name, TModule module) where TModule : Module => AddComponent(name, module);

        public Optimizer Add(string name, Optimizer optimizer) => AddOptimizer(name, optimizer);

        protected override void Train(Variable images, in StepRandom random)
        {
            var loss = _network is null ? Variable.Constant(Device, new Shape(1), 0) : _network.Forward(images, Mode.Train).Square().Mean();
            _optimizer?.Invoke().Step(loss);
            Report(0, loss);
        }

        protected override Variable PassThrough(Variable images) => images;
    }
}
