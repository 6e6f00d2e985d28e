using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Experiments;

/// <summary>Runs in other number formats.</summary>
public class PrecisionOptionTests
{
    static readonly RunOptions Options = new() { Experiment = "quickstart", Scale = Scale.Smoke, Rounds = 1 };

    [Test]
    public void The_precision_is_part_of_what_a_run_is()
    {
        using var folder = new TemporaryFolder();
        var wide = Losses(SmokeRun.Of(Options, folder.File("float32")));
        var narrow = Losses(SmokeRun.Of(Options with { Precision = "bfloat16" }, folder.File("bfloat16")));
        var mixed = Losses(SmokeRun.Of(Options with { Precision = "mixed" }, folder.File("mixed")));
        Assert.That(narrow, Is.Not.EqualTo(wide));
        Assert.That(mixed, Is.Not.EqualTo(narrow));
        foreach (var (a, b, c) in wide.Zip(narrow, mixed))
        {
            Assert.That(b, Is.EqualTo(a).Within(0.05 * a));
            Assert.That(c, Is.EqualTo(a).Within(0.1 * a));
        }
        Assert.That(() => SmokeRun.Of(Options with { Precision = "mixed" }, folder.File("bfloat16")), Throws.TypeOf<RunException>().With.Message.Contains("precision"));

        static double[] Losses(string run) => [.. MetricsLog.Read(run).OfType<TrainingLoss>().Select(loss => loss.Loss)];
    }

    [Test]
    public void A_network_of_a_run_is_used_in_its_precision()
    {
        using var folder = new TemporaryFolder();
        var run = SmokeRun.Of(Options with { Precision = "bfloat16" }, folder.File("run"));
        using var device = Device.Host(1);
        using var model = TrainedNetworkFile.Find(run, new NetworkChoice()).Load(device);
        Assert.That(model.Precision, Is.EqualTo(Precision.BFloat16));
    }

    [Test]
    public void A_device_computes_in_its_precisions()
    {
        Assert.That(() => Devices.Open("host", 0, precision: Precision.TensorFloat32), Throws.TypeOf<UsageException>().With.Message.Contains("--device cuda"));
        var notes = new List<string>();
        Devices.Open("host", 1, notes.Add, Precision.BFloat16).Dispose();
        Assert.That(notes, PairUnits.Best == PairUnit.None ? Has.Some.Contains("memory") : Is.Empty);
    }
}
