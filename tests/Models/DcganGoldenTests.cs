using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Models;
using SparseGen.Tests.Kernels;

namespace SparseGen.Tests.Models;

/// <summary>Five steps of a small DCGAN, dense and masked, against the same steps in PyTorch.</summary>
[TestFixture("reference")]
[TestFixture("host")]
sealed class DcganGoldenTests(string name)
{
    const int Steps = 5;
    const double MaskedDensity = 0.2;

    [TestCase("dcgan")]
    [TestCase("dcgan_masked80")]
    public void Training_reaches_the_same_losses_and_weights(string golden)
    {
        using var device = Devices.Open(name);
        using var model = new SmallDcgan(device);
        if (golden == "dcgan_masked80") model.Apply(model.Prunable.ToDictionary(parameter => parameter.Path, model.GoldenMask));
        var (lossTolerance, weightTolerance) = device.DType == DType.Float64
            ? (Tolerances.GoldenReference, Tolerances.GoldenReference)
            : (Tolerances.TrainingLoss, Tolerances.TrainedWeights);

        var expected = Golden.Load()[$"{golden}.loss"].ToDouble();
        for (var step = 0; step < Steps; step++)
        {
            using var scope = device.OpenScope();
            var losses = model.Step(Golden.SignedBatch(device, $"dcgan.real{step}", new Shape(16, 3, 32, 32)), new StepRandom(0, (ulong)step));
            Assert.That(losses["discriminator"], Is.EqualTo(expected[2 * step]).Within(lossTolerance * expected[2 * step]), $"discriminator, step {step}");
            Assert.That(losses["generator"], Is.EqualTo(expected[2 * step + 1]).Within(lossTolerance * expected[2 * step + 1]), $"generator, step {step}");
        }

        using var reading = device.OpenScope();
        foreach (var parameter in model.Prunable)
            Assert.That(Golden.Error(parameter.Dense(parameter.Value.Value), $"{golden}.{model.GoldenName(parameter)}"), Is.LessThanOrEqualTo(weightTolerance), parameter.Path);
        for (var i = 0; i < 3; i++)
            Assert.That(Golden.Error(model.GeneratorVariance(i), $"{golden}.gbn{i}.running_var"), Is.LessThanOrEqualTo(weightTolerance), $"running variance {i}");
    }

    sealed class SmallDcgan : Model
    {
        readonly Module _generator;
        readonly Module _discriminator;
        readonly Adam _maker;
        readonly Adam _critic;

        public SmallDcgan(Device device) : base(device, seed: 0, "discriminator", "generator")
        {
            _generator = AddComponent("generator", new Sequential(
                device,
                new TransposedConvolution(device, 8, 32, kernel: 4, bias: false), new BatchNorm(device, 32), new Relu(device),
                new TransposedConvolution(device, 32, 16, kernel: 4, stride: 2, padding: 1, bias: false), new BatchNorm(device, 16), new Relu(device),
                new TransposedConvolution(device, 16, 8, kernel: 4, stride: 2, padding: 1, bias: false), new BatchNorm(device, 8), new Relu(device),
                new TransposedConvolution(device, 8, 3, kernel: 4, stride: 2, padding: 1, bias: false), new Tanh(device)));
            _discriminator = AddComponent("discriminator", new Sequential(
                device,
                new Convolution(device, 3, 8, kernel: 4, stride: 2, padding: 1, bias: false), new LeakyRelu(device),
                new Convolution(device, 8, 16, kernel: 4, stride: 2, padding: 1, bias: false), new BatchNorm(device, 16), new LeakyRelu(device),
                new Convolution(device, 16, 32, kernel: 4, stride: 2, padding: 1, bias: false), new BatchNorm(device, 32), new LeakyRelu(device),
                new Convolution(device, 32, 1, kernel: 4, bias: false)));
            _maker = AddOptimizer("maker", new Adam(_generator.Parameters, learningRate: 2e-4, beta1: 0.5));
            _critic = AddOptimizer("critic", new Adam(_discriminator.Parameters, learningRate: 2e-4, beta1: 0.5));
            using var scope = device.OpenScope();
            foreach (var parameter in Prunable)
                parameter.Store(Golden.Signed(device, $"dcgan.{GoldenName(parameter)}", parameter.Shape, scale: 0.05), parameter.Value.Value);
        }

        /// <summary>"g0" … "g3", "d0" … "d3"</summary>
        public string GoldenName(Parameter parameter)
        {
            var component = parameter.Path[..parameter.Path.IndexOf('.', StringComparison.Ordinal)];
            var siblings = Prunable.Where(other => other.Path.StartsWith(component, StringComparison.Ordinal)).ToList();
            return $"{component[0]}{siblings.IndexOf(parameter)}";
        }

        public Pattern GoldenMask(Parameter parameter) =>
            new(parameter.Shape, NamedNumbers.Mask($"mask.{GoldenName(parameter)}", parameter.Shape.Count, MaskedDensity));

        public Tensor GeneratorVariance(int index) => _generator.Buffers.Where(buffer => buffer.Path.EndsWith("running_var", StringComparison.Ordinal)).ElementAt(index).Tensor;

        protected override void Train(Variable images, in StepRandom random)
        {
            var latent = new Variable(Device, Golden.SignedBatch(Device, $"dcgan.z{random.Step}", new Shape(16, 8, 1, 1)));
            var fake = _generator.Forward(latent, Mode.Train);
            var critic = Objective.BinaryCrossEntropy(_discriminator.Forward(images, Mode.Train), 1)
                + Objective.BinaryCrossEntropy(_discriminator.Forward(fake.Detach(), Mode.Train), 0);
            _critic.Step(critic);
            var maker = Objective.BinaryCrossEntropy(_discriminator.Forward(fake, Mode.Train), 1);
            _maker.Step(maker);
            Report(0, critic);
            Report(1, maker);
        }
    }
}
