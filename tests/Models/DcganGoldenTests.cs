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
            ? (GoldenTolerances.GoldenReference, GoldenTolerances.GoldenReference)
            : (GoldenTolerances.TrainingLoss, GoldenTolerances.TrainedWeights);

        var expected = Golden.Load()[$"{golden}.loss"].ToDouble();
        for (var step = 0; step < Steps; step++)
        {
            using var scope = device.OpenScope();
            var real = new Variable(device, Golden.SignedBatch(device, $"dcgan.real{step}", new Shape(16, 3, 32, 32)));
            var losses = model.Step((real * 0.5 + 0.5).Value, new StepRandom(0, (ulong)step));
            Assert.That(losses["discriminator"], Is.EqualTo(expected[2 * step]).Within(lossTolerance * expected[2 * step]), $"discriminator, step {step}");
            Assert.That(losses["generator"], Is.EqualTo(expected[2 * step + 1]).Within(lossTolerance * expected[2 * step + 1]), $"generator, step {step}");
        }

        using var reading = device.OpenScope();
        foreach (var parameter in model.Prunable)
            Assert.That(Golden.Error(parameter.Dense(parameter.Value.Value), $"{golden}.{model.GoldenName(parameter)}"), Is.LessThanOrEqualTo(weightTolerance), parameter.Path);
        for (var i = 0; i < 3; i++)
            Assert.That(Golden.Error(model.GeneratorVariance(i), $"{golden}.gbn{i}.running_var"), Is.LessThanOrEqualTo(weightTolerance), $"running variance {i}");
    }

    /// <summary>The zoo's DCGAN at a sixteenth of its width, with the golden weights and latents; γ starts at 1.</summary>
    sealed class SmallDcgan : Dcgan
    {
        public SmallDcgan(Device device) : base(device, seed: 0, new Shape(3, 32, 32), narrowing: 16, latentSize: 8)
        {
            using var scope = device.OpenScope();
            foreach (var parameter in Prunable)
                parameter.Store(Golden.Signed(device, $"dcgan.{GoldenName(parameter)}", parameter.Shape, scale: 0.05), parameter.Value.Value);
            foreach (var gamma in Parameters.Where(parameter => !parameter.Prunable && parameter.Path.EndsWith("weight", StringComparison.Ordinal)))
                device.Kernels.Fill(gamma.Value.Value, 1);
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

        public Tensor GeneratorVariance(int index) => Generator.Buffers.Where(buffer => buffer.Path.EndsWith("running_var", StringComparison.Ordinal)).ElementAt(index).Tensor;

        protected override Variable Latent(in StepRandom random, int batch) =>
            new Variable(Device, Golden.SignedBatch(Device, $"dcgan.z{random.Step}", new Shape(batch, LatentSize, 1, 1))).Reshape(new Shape(LatentSize, batch));
    }
}
