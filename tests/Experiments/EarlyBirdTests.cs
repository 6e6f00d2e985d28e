using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Experiments;

/// <summary>Networks that lose channels in a run: searched, found, removed, trained on, and resumed anywhere to the same bytes.</summary>
public class EarlyBirdTests
{
    /// <summary>Found at the fifth mask, step 4, whatever the distances are.</summary>
    static readonly RunOptions Options = new() { Experiment = "fig7", Scale = Scale.Smoke, Steps = "8", ScanInterval = "1", LatestScan = "6", ScanThreshold = 1, Compression = "0.5" };

    static readonly string[] Curves = ["early-bird", "random-channels", "new-network"];

    [Test]
    public void It_is_resumed_after_every_step_to_the_same_bytes_with_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        var whole = SmokeRun.Of(Options, folder.File("whole"), threads: 1);
        var parts = SmokeRun.InParts(Options, folder.File("parts"), mostStops: 60);
        Assert.That(File.ReadAllText(Path.Combine(parts, MetricsLog.FileName)), Is.EqualTo(File.ReadAllText(Path.Combine(whole, MetricsLog.FileName))));
        foreach (var curve in Curves)
        {
            var file = Path.Combine("dcgan-glyphs-color", "seed-1", curve, "round-01", "winning.safetensors");
            Assert.That(File.ReadAllBytes(Path.Combine(parts, file)), Is.EqualTo(File.ReadAllBytes(Path.Combine(whole, file))), curve);
        }
    }

    [Test]
    public void A_ticket_is_found_its_channels_go_and_the_arithmetic_is_that_of_both_parts()
    {
        using var folder = new TemporaryFolder();
        var facts = MetricsLog.Read(SmokeRun.Of(Options, folder.File("run")));
        var removals = facts.OfType<ChannelRemoval>().ToDictionary(removal => removal.Curve);
        Assert.That((removals["early-bird"].Step, removals["early-bird"].Found, removals["random-channels"].Step), Is.EqualTo((4, true, 4)));
        Assert.That(facts.OfType<ChannelScan>().Where(scan => scan.Curve == "early-bird").Select(scan => (scan.Step, scan.Distances.Count)), Is.EqualTo(Enumerable.Range(0, 5).Select(i => (i, i))));

        using var device = Device.Host(1);
        var kind = ModelKind.Dcgan;
        using var model = kind.Create(device, 1, kind.Image, new Settings { Narrowing = 8 });
        var dense = model.WorkOfStep(kind.Image, batch: 16).Total;
        var works = facts.OfType<TrainingWork>().ToDictionary(work => work.Curve);
        foreach (var (curve, denseSteps) in new[] { ("early-bird", 4), ("random-channels", 4), ("new-network", 0) })
        {
            model.LoadWeights(folder.File(Path.Combine("run", "dcgan-glyphs-color", "seed-1", curve, "round-01", "winning.safetensors")));
            Assert.That(model.IsNarrowed);
            var narrow = model.WorkOfStep(kind.Image, batch: 16).Total;
            Assert.That(works[curve].Dense, Is.EqualTo((denseSteps * dense + (8 - denseSteps) * narrow).Dense), curve);
            Assert.That(facts.OfType<LayerDensity>().Where(layer => layer.Curve == curve).Sum(layer => layer.Survivors), Is.EqualTo(model.Prunable.Sum(parameter => parameter.Shape.Count)), curve);
        }
        Assert.That(works["random-channels"].Dense, Is.EqualTo(works["early-bird"].Dense), "the same widths at the same step");
        // Beside the channels, everything is as in the unpruned training until they go.
        var losses = facts.OfType<TrainingLoss>().ToLookup(loss => loss.Curve, loss => (loss.Step, loss.Name, loss.Loss));
        Assert.That(losses["early-bird"].Where(loss => loss.Step <= 4), Is.EqualTo(losses["unpruned"].Where(loss => loss.Step <= 4)));
        Assert.That(losses["early-bird"].Where(loss => loss.Step > 4), Is.Not.EqualTo(losses["unpruned"].Where(loss => loss.Step > 4)));
    }

    [Test]
    public void Where_none_is_found_all_channels_stay_or_the_last_mask_is_taken([Values] ChannelFallback fallback)
    {
        using var folder = new TemporaryFolder();
        var observer = new QuietObserver();
        var run = SmokeRun.Of(Options with { LatestScan = "3", NotFound = fallback }, folder.File("run"), observer);
        var removals = MetricsLog.Read(run).OfType<ChannelRemoval>().Where(removal => removal.Curve == "early-bird").ToArray();
        Assert.That(observer.Notes, Has.Some.Contains("No early-bird ticket was found until step 3"));
        if (fallback == ChannelFallback.Remove) Assert.That((removals.Single().Step, removals.Single().Found), Is.EqualTo((3, false)));
        else
        {
            Assert.That(removals, Is.Empty);
            Assert.That(MetricsLog.Read(run).OfType<Divergence>().Select(divergence => divergence.Curve), Is.EquivalentTo(new[] { "random-channels", "new-network" }), "there are no widths");
        }
    }

    [Test]
    public void What_others_build_on_is_trained_with_them()
    {
        using var folder = new TemporaryFolder();
        var observer = new QuietObserver();
        SmokeRun.Of(Options with { Curves = "new-network" }, folder.File("run"), observer);
        Assert.That(observer.Trained.Select(training => training.Curve), Is.EqualTo(new[] { "unpruned", "early-bird", "new-network" }));
    }

    [Test]
    public void The_report_draws_distances_and_curves()
    {
        using var folder = new TemporaryFolder();
        var report = File.ReadAllText(Path.Combine(SmokeRun.Of(Options with { Compression = "0.3,0.6" }, folder.File("run")), "report.html"));
        Assert.That(report, Does.Contain("against FLOP executed").And.Contain("Seconds of steps against channels removed, %").And.Contain("distances between all masks, early-bird, round 2").And.Contain("<rect class=\"cell\""));
    }

    [Test]
    public void A_penalty_shrinks_the_scales_and_moments_can_begin_anew()
    {
        using var folder = new TemporaryFolder();
        string Final(RunOptions options) => Convert.ToHexString(File.ReadAllBytes(Path.Combine(SmokeRun.Of(options with { Curves = "early-bird" }, folder.File(Guid.NewGuid().ToString())), "dcgan-glyphs-color", "seed-1", "early-bird", "round-01", "winning.safetensors")));
        var standard = Final(Options);
        Assert.That(Final(Options with { ScalePenalty = 10 }), Is.Not.EqualTo(standard));
        Assert.That(Final(Options with { Moments = OptimizerState.Reset }), Is.Not.EqualTo(standard));
        Assert.That(Final(Options with { Moments = OptimizerState.Carry }), Is.EqualTo(standard));

        using var device = Device.Reference();
        using var model = new LinearModel(device);
        var images = new Batches(Glyphs.Create(4, seed: 1, color: true), 2, 1);
        double Gradient(double penalty)
        {
            model.Initialise(1);
            model.ScalePenalty = penalty;
            using var trainer = new SparseGen.Training.Trainer(model, images, 1);
            trainer.RunTo(1);
            return model.Norm.Gamma.Value.Value.Span<double>()[0];
        }
        // θ ← θ − η (g + λ sign γ), with η = 0.1.
        Assert.That(Gradient(0) - Gradient(0.5), Is.EqualTo(0.05).Within(1e-12));
    }

    sealed class LinearModel : Model
    {
        public LinearModel(Device device) : base(device, seed: 1)
        {
            Norm = AddComponent("norm", new BatchNorm(device, 3));
            AddUpdate("loss", new Sgd(Parameters, 0.1), batch => Norm.Forward(batch.Images, Mode.Train).Square().Mean());
        }

        public BatchNorm Norm { get; }
    }
}
