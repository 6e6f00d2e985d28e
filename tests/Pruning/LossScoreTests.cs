using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Models;
using SparseGen.Pruning;
using Devices = SparseGen.Tests.Kernels.Devices;

namespace SparseGen.Tests.Pruning;

/// <summary>SNIP and GraSP: against golden values and against differences, of one network and of two.</summary>
[TestFixture("reference")]
[TestFixture("host")]
sealed class LossScoreTests(string name)
{
    static readonly Lazy<ArrayFile> Values = new(() => Safetensors.Read(Path.Combine(AppContext.BaseDirectory, "Golden", "ops.safetensors")));

    Device _device = null!;

    [SetUp]
    public void Open() => _device = Devices.Open(name);

    [TearDown]
    public void Close() => _device.Dispose();

    double Tolerance => _device.DType == DType.Float64 ? GoldenTolerances.GoldenReference : GoldenTolerances.GoldenHost;

    [Test]
    public void SNIP_is_golden()
    {
        using var model = new Small(_device);
        using var scope = _device.OpenScope();
        RequireClose(new Snip([Batch()]).Score(model), "snip.s", sign: 1);
    }

    [Test]
    public void GraSP_is_golden_and_keeps_what_is_removed_last()
    {
        using var model = new Small(_device);
        using var scope = _device.OpenScope();
        RequireClose(new Grasp([Batch()]).Score(model), "grasp.s", sign: -1);
    }

    [Test]
    public void Batches_are_summed()
    {
        using var model = new Small(_device);
        using var scope = _device.OpenScope();
        var (once, twice) = (new Snip([Batch()]).Score(model), new Snip([Batch(), Batch()]).Score(model));
        Assert.That(twice[1].ToArray(), Is.EqualTo(once[1].ToArray().Select(value => 2 * value)).Within(1e-5).Percent);
        var (first, doubled) = (new Grasp([Batch()]).Score(model), new Grasp([Batch(), Batch()]).Score(model));
        Assert.That(doubled[1].ToArray(), Is.EqualTo(first[1].ToArray().Select(value => 4 * value)).Within(1e-4).Percent, "both the gradient and what it is multiplied with");
    }

    [Test]
    public void Each_weight_of_a_GAN_is_scored_by_the_loss_of_its_own_update_and_the_model_is_left_as_it_was([Values("snip", "grasp")] string score)
    {
        using var model = new Dcgan(_device, seed: 1, image: new Shape(3, 16, 16), narrowing: 64);
        using var scope = _device.OpenScope();
        var images = _device.Upload(new Shape(3, 16, 16, 4), Array.ConvertAll(NamedNumbers.Uniform("images", 3 * 16 * 16 * 4), value => (float)value));
        var input = new StepInput(images, new StepRandom(3, 0), []);
        var before = Bytes(model);
        var scores = score == "snip" ? new Snip([input]).Score(model) : new Grasp([input]).Score(model);
        Assert.That(Bytes(model), Is.EqualTo(before), "running statistics, too");

        var expected = new Dictionary<string, float[]>();
        model.VisitLosses(images, input.Random, [], (update, loss) =>
        {
            var weights = update.Parameters.Where(parameter => parameter.Prunable).ToArray();
            var gradients = Gradient.Of(loss, weights, createGraph: true);
            var norm = gradients.Select(gradient => gradient.Square().Sum()).Aggregate((a, b) => a + b) * 0.5;
            var derived = score == "snip" ? gradients : Gradient.Of(norm, weights);
            for (var i = 0; i < weights.Length; i++)
            {
                var product = _device.Read((weights[i].Value.Detach() * derived[i].Detach()).Value);
                expected[weights[i].Path] = score == "snip" ? Array.ConvertAll(product, Math.Abs) : product;
            }
        });
        for (var i = 0; i < scores.Mask.Layers.Count; i++)
            Assert.That(ContractCheck.RelativeError(Array.ConvertAll(scores[i].ToArray(), value => (double)value), Array.ConvertAll(expected[scores.Mask.Layers[i].Path], value => (double)value)), Is.LessThan(1e-3), scores.Mask.Layers[i].Path);
    }

    [Test]
    public void A_masked_network_is_scored_where_it_has_weights()
    {
        using var model = new Small(_device);
        using var scope = _device.OpenScope();
        model.Apply(Mask.Global(new Magnitude().Score(model), 0.5));
        var scores = new Snip([Batch()]).Score(model);
        Assert.That(Mask.Global(scores, 0.8).Survivors, Is.EqualTo(scores.Mask.Total - (long)Math.Round(0.8 * scores.Mask.Total)));
        for (var i = 0; i < 3; i++)
            Assert.That(Enumerable.Range(0, scores.Mask.Layers[i].Total).Where(k => !scores.Mask.Layers[i].Keeps(k)).Select(k => scores[i][k]), Is.All.Zero);
    }

    /// <summary>The golden batch: (3, 8, 8, 12) of x = signed("score.x", (12, 3, 8, 8)), labels i mod 10.</summary>
    StepInput Batch() => new(
        _device.Upload(new Shape(3, 8, 8, 12), Golden.BatchLast<float>(NamedNumbers.Signed("score.x", 12 * 3 * 8 * 8), new Shape(12, 3, 8, 8))),
        new StepRandom(0, 0),
        [.. Enumerable.Range(0, 12).Select(i => (byte)(i % 10))]);

    void RequireClose(Scores scores, string golden, double sign)
    {
        for (var i = 0; i < 3; i++)
        {
            var expected = Values.Value[$"{golden}{i}"].ToDouble();
            Assert.That(ContractCheck.RelativeError(Array.ConvertAll(scores[i].ToArray(), value => sign * value), expected), Is.LessThan(Tolerance), $"{golden}{i}");
        }
    }

    static string[] Bytes(Model model) => [.. model.Snapshot().Arrays.Select(pair => $"{pair.Key} {Convert.ToHexString(pair.Value.Bytes)}")];

    /// <summary>The golden network: conv, tanh, conv, tanh, linear, without biases.</summary>
    sealed class Small : Model
    {
        public Small(Device device) : base(device, seed: 1)
        {
            var network = AddComponent("network", new Sequential(device,
                new Convolution(device, 3, 6, kernel: 4, stride: 2, padding: 1, bias: false), new Tanh(device),
                new Convolution(device, 6, 8, kernel: 4, stride: 2, padding: 1, bias: false), new Tanh(device),
                new Flatten(device), new Linear(device, 32, 10, bias: false)));
            foreach (var (parameter, index) in Prunable.Select((parameter, index) => (parameter, index)))
                device.Write(parameter.Value.Value, NamedNumbers.Signed($"score.w{index}", parameter.Shape.Count, index == 0 ? 0.3 : 0.2));
            AddUpdate("cross entropy", new Sgd(Parameters, 0.1), batch => Objective.CrossEntropy(network.Forward(batch.Images, Mode.Train), batch.Labels));
        }
    }
}
