using SparseGen.Experiments;
using SparseGen.Kernels;

namespace SparseGen.Tests.Experiments;

/// <summary>A plan says what a run will do, and does none of it.</summary>
public class PlanTests
{
    static readonly RunOptions Figure4 = new() { Experiment = "fig4", Scale = Scale.Smoke, Models = "linear-ae", Rounds = 3 };

    [Test]
    public void It_counts_the_arithmetic_of_every_training()
    {
        var plan = Measure(Figure4);
        var settings = plan.Costs.First().Training.Setup.Settings;
        // Of a linear autoencoder: forward and weight gradient of both layers, input gradient of the second.
        var step = 2.0 * settings.Batch * 784 * (128 / settings.Narrowing) * 5;
        foreach (var cost in plan.Costs) Assert.That(cost.Work.Nominal, Is.EqualTo(cost.Training.Steps * step).Within(1e-9).Percent, cost.Training.Key.ToString());
    }

    [Test]
    public void What_masks_remove_is_not_counted_among_the_survivors()
    {
        foreach (var cost in Measure(Figure4).Costs)
            if (cost.Training.Key.Round == 0) Assert.That(cost.Work.Surviving, Is.EqualTo(cost.Work.InBounds));
            else Assert.That(cost.Work.Surviving, Is.LessThan(0.9 * cost.Work.InBounds));
    }

    [Test]
    public void What_a_run_records_is_what_was_planned_scores_and_removed_channels_included()
    {
        using var folder = new TemporaryFolder();
        // An early-bird ticket is found at the fifth mask whatever the distances are.
        var options = new RunOptions { Experiment = "table2", Scale = Scale.Smoke, Rounds = 1, Steps = "8", ScanInterval = "1", LatestScan = "6", ScanThreshold = 1 };
        var planned = Measure(options).Costs.ToDictionary(cost => cost.Training.Key.Curve, cost => cost.Work.Dense);
        foreach (var work in MetricsLog.Read(SmokeRun.Of(options, folder.File("run"))).OfType<TrainingWork>())
            // Which layers lose their channels is known only afterwards.
            if (work.Curve is "random-channels" or "new-network" || work.Curve.StartsWith("early-bird", StringComparison.Ordinal)) Assert.That(planned[work.Curve], Is.EqualTo(work.Dense).Within(10).Percent, work.Curve);
            else Assert.That(planned[work.Curve], Is.EqualTo(work.Dense + work.Scoring), work.Curve);
    }

    [Test]
    public void Every_training_takes_time() => Assert.That(Measure(Figure4).Costs.Select(cost => cost.Seconds), Is.All.GreaterThan(0));

    [Test]
    public void Nothing_is_timed_twice_and_everything_that_is_timed_is_told()
    {
        var told = new List<PlanProgress>();
        using var device = Device.Host(1);
        Plan.Measure(Experiment.Find("fig3").Prepare(new RunOptions { Experiment = "fig3", Scale = Scale.Smoke, Models = "linear-ae", Rounds = 2, Seeds = 2 }, new RunEnvironment()), device, told.Add);
        Assert.That(told.Select(one => one.What), Is.EqualTo(new[] { "linear-ae-glyphs, unpruned", "linear-ae-glyphs, masks of all as in round 1", "linear-ae-glyphs, masks of all as in round 2" }), "three chains of two seeds");
        Assert.That(told.Select(one => (one.Done, one.Total)), Is.EqualTo(Enumerable.Range(1, told.Count).Select(i => (i, told.Count))));
        Assert.That(told.Select(one => one.StepSeconds), Is.All.GreaterThan(0));
    }

    [Test]
    public void It_can_be_stopped_between_two_measurements()
    {
        using var source = new CancellationTokenSource();
        using var device = Device.Host(1);
        var told = 0;
        Assert.That(() => Plan.Measure(Experiment.Find("fig4").Prepare(Figure4, new RunEnvironment()), device, _ =>
        {
            told++;
            source.Cancel();
        }, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(told, Is.EqualTo(1));
    }

    [Test]
    public void A_run_that_was_estimated_makes_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var plain = SmokeRun.Of(SmokeRun.Quickstart, folder.File("plain"));
        var estimated = SmokeRun.Of(SmokeRun.Quickstart, folder.File("estimated"), estimates: true);
        Assert.That(RunFiles.Bytes(estimated), Is.EqualTo(RunFiles.Bytes(plain)));
    }

    static Plan Measure(RunOptions options)
    {
        using var device = Device.Host(1);
        return Plan.Measure(Experiment.Find(options.Experiment).Prepare(options, new RunEnvironment()), device);
    }
}
