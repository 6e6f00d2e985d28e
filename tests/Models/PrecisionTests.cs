using System.Runtime.InteropServices;
using SparseGen.Autograd;
using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Kernels.Host;
using SparseGen.Models;

namespace SparseGen.Tests.Models;

/// <summary>Networks whose activations are BFloat16.</summary>
sealed class PrecisionTests
{
    const int Batch = 32, Steps = 3;

    static IEnumerable<string> Kinds => ModelKind.All.Select(kind => kind.Name);

    static IEnumerable<PairUnit> Units => PairUnits.Usable;

    /// <summary>
    /// Reference rounds at the same places. The first loss differs by roundings only; later ones also by the optimizer's first steps, in which a
    /// gradient near zero moves its weight by the whole learning rate in one direction or the other.
    /// </summary>
    [Test]
    public void Losses_on_the_host_are_those_of_Reference([ValueSource(nameof(Kinds))] string kind)
    {
        // In a critic of four channels, five updates make anything of a rounding.
        var narrowing = HasManyUpdates(kind) ? 8 : 16;
        using var reference = Device.Reference();
        var expected = Train(reference, kind, Precision.BFloat16, 1, out var defined, narrowing);
        defined.Dispose();
        foreach (var unit in Units)
        {
            using var host = Device.Host(threads: 2, HostKernels.VectorBits, unit);
            var found = Train(host, kind, Precision.BFloat16, 1, out var model, narrowing);
            model.Dispose();
            for (var i = 0; i < expected.Count; i++)
                Assert.That(found[i], Is.EqualTo(expected[i]).Within((HasManyUpdates(kind) ? 0.04 : 0.01) * Math.Max(0.1, Math.Abs(expected[i]))), $"{unit}");
        }
    }

    /// <summary>Within what three steps make of roundings, fifteen of a critic in some models.</summary>
    [Test]
    public void Training_follows_Float32([ValueSource(nameof(Kinds))] string kind, [Values("bfloat16", "mixed")] string precision)
    {
        using var device = Device.Host();
        var (expected, found) = (Train(device, kind, Precision.Float32, Steps, out var wide), Train(device, kind, Precision.Named(precision)!, Steps, out var narrow));
        using (wide)
        using (narrow)
        {
            for (var i = 0; i < expected.Count; i++)
                Assert.That(found[i], Is.EqualTo(expected[i]).Within((HasManyUpdates(kind) ? 0.25 : 0.08) * Math.Max(0.5, Math.Abs(expected[i]))));
            Assert.That(narrow.Parameters.Select(parameter => parameter.Value.Value.DType), Is.All.EqualTo(DType.Float32));
        }
    }

    [Test]
    public void Any_number_of_threads_gives_the_same_bytes([ValueSource(nameof(Units))] PairUnit unit)
    {
        using var one = Device.Host(threads: 1, HostKernels.VectorBits, unit);
        using var three = Device.Host(threads: 3, HostKernels.VectorBits, unit);
        Train(one, "dcgan", Precision.BFloat16, Steps, out var first);
        Train(three, "dcgan", Precision.BFloat16, Steps, out var second);
        using (first)
        using (second)
            foreach (var (a, b) in first.Parameters.Zip(second.Parameters))
                Assert.That(MemoryMarshal.AsBytes<float>(a.Value.Value.ToArray<float>()).SequenceEqual(MemoryMarshal.AsBytes<float>(b.Value.Value.ToArray<float>())), a.Path);
    }

    [Test]
    public void Gradients_have_the_format_of_what_they_belong_to()
    {
        using var device = Device.Host();
        using var scope = device.OpenScope();
        using var layer = new Linear(device, 40, 30);
        layer.Initialise(1);
        layer.Compute(Precision.BFloat16);
        var x = new Variable(device, device.Upload(new Shape(40, 32), new float[40 * 32]), requiresGradient: true);
        var narrow = x.Cast(DType.BFloat16);
        var y = layer.Forward(narrow, Mode.Train);
        var gradients = Gradient.Of(y.Square().Sum(), [x, narrow, layer.Weight.Value, layer.Bias!.Value, y]);
        Assert.That(y.Value.DType, Is.EqualTo(DType.BFloat16));
        Assert.That(gradients.Select(gradient => gradient.Value.DType), Is.EqualTo(new[] { DType.Float32, DType.BFloat16, DType.Float32, DType.Float32, DType.BFloat16 }));
    }

    [Test]
    public void A_cast_rounds_and_its_gradient_is_that_of_the_identity()
    {
        using var device = Device.Reference();
        using var scope = device.OpenScope();
        var x = new Variable(device, device.Upload(new Shape(3), [1.001f, -2, 0.3f]), requiresGradient: true);
        var y = x.Cast(DType.BFloat16);
        Assert.That(device.Read(y.Value), Is.EqualTo(new[] { 1f, -2, (float)(BFloat16)0.3f }));
        var gradient = Gradient.Of((y.Wide() * new Variable(device, device.Upload(new Shape(3), [1.001f, 5, 7]))).Sum(), [x])[0];
        Assert.That(device.Read(gradient.Value), Is.EqualTo(new[] { 1f, 5, 7 }));
        Assert.That(y.Cast(DType.BFloat16), Is.SameAs(y));
    }

    /// <summary>With a mask the scale of a row is that of its survivors. The gradient is rounded to the other format of eight bits, with scales of its own.</summary>
    [Test]
    public void A_weight_of_eight_bits_has_a_scale_for_each_row([Values] bool masked)
    {
        using var device = Device.Host();
        using var scope = device.OpenScope();
        var pattern = masked ? new Pattern(new Shape(2, 3), [1, 1, 0, 1, 0, 1]) : null;
        float[] weights = masked ? [4.48f, -0.3f, 100, 7] : [4.48f, -0.3f, 0, 100, 0, 7];
        var w = new Variable(device, device.Upload(masked ? new Shape(4) : new Shape(2, 3), weights), requiresGradient: true);
        var rounded = w.Quantise(pattern, DType.Float8E4M3, DType.Float8E5M2);
        var found = device.Read(rounded.Value);
        var second = masked ? 2 : 3;
        Assert.That(found[0], Is.EqualTo(4.48f).Within(1e-6f));
        Assert.That(found[1], Is.EqualTo(0.01f * (float)(Float8E4M3)(-30f)).Within(1e-6f));
        Assert.That(found[second], Is.EqualTo(100).Within(1e-4f));
        Assert.That(found[^1], Is.EqualTo(100 / 448f * (float)(Float8E4M3)(7 * 4.48f)).Within(1e-4f));
        float[] seed = masked ? [1, 0.3f, 1, 1] : [1, 0.3f, 0, 1, 0, 1];
        var gradient = device.Read(Gradient.Of(rounded, [w], seed: new Variable(device, device.Upload(rounded.Shape, seed)))[0].Value);
        Assert.That(gradient[1], Is.EqualTo((float)(Float8E5M2)(0.3f * 57344) / 57344).Within(1e-6f));
        Assert.That(gradient[1], Is.Not.EqualTo(0.3f));
    }

    /// <summary>What is computed from both formats has that of the device: nothing is rounded unasked.</summary>
    [Test]
    public void A_mixture_of_formats_is_wide()
    {
        using var device = Device.Host();
        using var scope = device.OpenScope();
        var wide = new Variable(device, device.Upload(new Shape(2), [1.001f, 2]), requiresGradient: true);
        var sum = wide.Cast(DType.BFloat16) + wide;
        Assert.That(sum.Value.DType, Is.EqualTo(DType.Float32));
        Assert.That(device.Read(sum.Value), Is.EqualTo(new[] { 1 + 1.001f, 4 }));
        Assert.That(device.Read(Gradient.Of(sum.Sum(), [wide])[0].Value), Is.EqualTo(new[] { 2f, 2 }));
    }

    [Test]
    public void A_step_takes_less_memory()
    {
        Assert.That(Memory(Precision.BFloat16), Is.LessThan(0.7 * Memory(Precision.Float32)));

        static long Memory(Precision precision)
        {
            using var device = Device.Host();
            Train(device, "dcgan", precision, Steps, out var model, narrowing: 4);
            model.Dispose();
            return device.Memory.BytesReserved;
        }
    }

    /// <summary>Whether a step has five updates of a critic, each of which multiplies what differs.</summary>
    static bool HasManyUpdates(string kind) => kind is "sngan" or "wgan" or "wgan-gp";

    /// <summary>The reported losses of some steps on random images.</summary>
    static List<double> Train(Device device, string name, Precision precision, int steps, out Model model, int narrowing = 8)
    {
        var kind = ModelKind.All.Single(kind => kind.Name == name);
        model = kind.Create(device, 1, kind.Image, new Settings { Narrowing = narrowing });
        model.Precision = precision;
        var losses = new List<double>();
        for (var step = 0; step < steps; step++)
        {
            using var scope = device.OpenScope();
            var images = device.Allocate(new Shape(kind.Image[0], kind.Image[1], kind.Image[2], Batch));
            device.Kernels.Uniform(RandomStream.For(1, "precision", (ulong)step), images);
            var reported = model.Step(images, new StepRandom(1, (ulong)step));
            losses.AddRange(Enumerable.Range(0, reported.Names.Count).Select(i => reported[i]));
        }
        return losses;
    }
}
