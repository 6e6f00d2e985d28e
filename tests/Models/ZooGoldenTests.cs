using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Models;
using Devices = SparseGen.Tests.Kernels.Devices;

namespace SparseGen.Tests.Models;

/// <summary>
/// Four training steps of the zoo's models at small widths, dense and masked, against the same steps computed elsewhere in
/// double: losses, and of every array its norm and its product with named numbers.
/// </summary>
[TestFixture("reference")]
[TestFixture("host")]
sealed class ZooGoldenTests(string name)
{
    const int Steps = 4, Batch = 6;
    const double MaskedDensity = 0.2;

    /// <summary>A critic's loss is a difference of means: below this, its rounding is that of the means.</summary>
    const double SmallLoss = 1e-3;

    static readonly Lazy<ArrayFile> File = new(() => Safetensors.Read(Path.Combine(AppContext.BaseDirectory, "Golden", "zoo.safetensors")));

    [Test]
    public void Training_reaches_the_same_losses_and_arrays(
        [Values("vae", "beta-vae", "conv-ae", "sngan", "wgan", "wgan-gp", "resnet-dcgan")] string kind, [Values] bool masked)
    {
        using var plain = Devices.Open(name);
        var golden = masked ? $"zoo.{kind}.masked80" : $"zoo.{kind}";
        using var device = plain.With(new NamedNoise(plain.Kernels, kind, BatchesOf(kind)));
        using var model = Create(device, kind, masked);
        Assert.That(model.BatchesPerStep, Is.EqualTo(BatchesOf(kind)));
        var (lossTolerance, arrayTolerance) = device.DType == DType.Float64 ? (GoldenTolerances.ZooReference, GoldenTolerances.ZooReference)
            : kind == "sngan" && !masked ? (GoldenTolerances.ZooSignLoss, GoldenTolerances.ZooSignArrays)
            : (GoldenTolerances.TrainingLoss, GoldenTolerances.TrainedWeights);

        var expected = File.Value[$"{golden}.loss"];
        for (var step = 0; step < Steps; step++)
        {
            using var scope = device.OpenScope();
            var losses = model.Step(Images(device, kind, step), new StepRandom(0, (ulong)step));
            for (var i = 0; i < losses.Names.Count; i++)
            {
                var value = expected.As<double>()[step * losses.Names.Count + i];
                Assert.That(losses[i], Is.EqualTo(value).Within(lossTolerance * Math.Max(Math.Abs(value), SmallLoss)), $"{losses.Names[i]} loss, step {step}");
            }
        }

        var arrays = model.Weights().ToDictionary();
        var entries = File.Value.Metadata[$"zoo.{kind}"].Split("; ");
        var (norms, probes) = (File.Value[$"{golden}.norm"].ToDouble(), File.Value[$"{golden}.probe"].ToDouble());
        for (var i = 0; i < entries.Length; i++)
        {
            var path = entries[i].Split(' ')[0];
            var values = arrays[path].ToDouble();
            var probe = NamedNumbers.Signed($"probe.zoo.{kind}.{path}", values.Length);
            Assert.That(Math.Sqrt(values.Sum(value => value * value)), Is.EqualTo(norms[i]).Within(arrayTolerance * norms[i]), $"norm of {path}");
            Assert.That(values.Zip(probe, (value, weight) => value * weight).Sum(), Is.EqualTo(probes[i]).Within(arrayTolerance * norms[i]), $"probe of {path}");
        }
    }

    static int BatchesOf(string kind) => kind is "sngan" or "wgan" or "wgan-gp" ? 5 : 1;

    static Model Create(Device device, string kind, bool masked)
    {
        var modelKind = ModelKind.All.Append(ModelKind.WganPenalty).First(one => one.Name == kind);
        var settings = modelKind.Settings(Scale.Paper, 50_000) with { Narrowing = kind is "conv-ae" or "resnet-dcgan" ? 16 : 32 };
        var model = modelKind.Create(device, 0, new Shape(3, 32, 32), settings);
        var arrays = model.Snapshot().Arrays.ToDictionary(pair => pair.Key, pair => Start($"zoo.{kind}.{pair.Key}", pair.Key, pair.Value, model.Parameters.Any(parameter => parameter.Path == pair.Key)));
        model.Restore(new Snapshot(arrays));
        if (masked) model.Apply(model.Prunable.ToDictionary(parameter => parameter.Path, parameter =>
            new Pattern(parameter.Shape, NamedNumbers.Mask($"mask.zoo.{kind}.{parameter.Path}", parameter.Shape.Count, MaskedDensity))));
        return model;
    }

    /// <summary>Named numbers for parameters and spectral vectors; what else there is begins as it does.</summary>
    static NDArray Start(string golden, string path, NDArray array, bool isParameter)
    {
        var isSpectral = path.EndsWith(".spectral.u", StringComparison.Ordinal) || path.EndsWith(".spectral.v", StringComparison.Ordinal);
        if (!isParameter && !isSpectral) return array;
        var (count, shape) = (array.Count, array.Shape);
        var values = isSpectral ? NamedNumbers.Signed(golden, count)
            : shape.Rank >= 2 ? NamedNumbers.Signed(golden, count, 1 / Math.Sqrt((double)count / shape[0]))
            : NamedNumbers.Signed(golden, count, 0.1, path.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
        return array.DType == DType.Float64 ? NDArray.Of<double>(shape, Array.ConvertAll(values, value => (double)value)) : NDArray.Of<float>(shape, values);
    }

    static Tensor Images(Device device, string kind, int step)
    {
        var (batches, shape) = (BatchesOf(kind), new Shape(Batch, 3, 32, 32));
        var images = Enumerable.Range(0, batches).SelectMany(k => Golden.BatchLast<float>(Single($"zoo.{kind}.x{step}.{k}", shape.Count), shape)).ToArray();
        return device.Upload(batches == 1 ? new Shape(3, 32, 32, Batch) : new Shape(batches, 3, 32, 32, Batch), images);
    }

    static float[] Single(string golden, long count) => Array.ConvertAll(NamedNumbers.Uniform(golden, count), value => (float)value);

    /// <summary>Puts the golden latents and positions in the place of those that the steps' streams would give.</summary>
    sealed class NamedNoise : WatchedKernels
    {
        readonly Dictionary<RandomStream, (string Latent, string Position)> _named = [];

        public NamedNoise(IKernels kernels, string kind, int batches) : base(kernels)
        {
            for (var step = 0; step < Steps; step++)
                for (var k = 0; k < batches; k++)
                    foreach (var purpose in new[] { "latent", "interpolation" })
                        _named.Add(RandomStream.For(0, purpose, (ulong)(step * batches + k)), ($"zoo.{kind}.z{step}.{k}", $"zoo.{kind}.i{step}.{k}"));
        }

        public override void Normal(in RandomStream stream, Tensor y, double mean = 0, double deviation = 1)
        {
            if (_named.TryGetValue(stream, out var names)) Write(y, Golden.BatchLast<float>(NamedNumbers.Signed(names.Latent, y.Count), new Shape(y.Shape[1], y.Shape[0])));
            else base.Normal(stream, y, mean, deviation);
        }

        public override void Uniform(in RandomStream stream, Tensor y, double low = 0, double high = 1)
        {
            if (_named.TryGetValue(stream, out var names)) Write(y, Single(names.Position, y.Count));
            else base.Uniform(stream, y, low, high);
        }

        static void Write(Tensor y, float[] values)
        {
            if (y.DType == DType.Float32) y.Upload<float>(values);
            else y.Upload<double>(Array.ConvertAll(values, value => (double)value));
        }
    }
}
