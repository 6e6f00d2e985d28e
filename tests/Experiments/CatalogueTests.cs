using System.Text.RegularExpressions;
using SparseGen.Experiments;

namespace SparseGen.Tests.Experiments;

/// <summary>Every experiment of the catalogue, in seconds.</summary>
public partial class CatalogueTests
{
    static IEnumerable<string> Names => Experiment.All.Select(experiment => experiment.Name);

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCaseSource(nameof(Names))]
    public void Runs_at_smoke_scale_and_trains_what_is_planned(string experiment)
    {
        var observer = new QuietObserver();
        var folder = SmokeRun.Of(new RunOptions { Experiment = experiment, Scale = Scale.Smoke }, _folder.Path, observer);
        Assert.That(observer.Trained, Is.EqualTo(observer.Planned.Select(training => training.Key)));
        Assert.That(MetricsLog.Read(folder).OfType<Evaluation>().Select(fact => fact.Value), Is.All.Matches<double>(double.IsFinite));
        // Pictures in base64 may spell anything.
        var page = Base64().Replace(File.ReadAllText(Path.Combine(folder, "report.html")), "");
        Assert.That(page, Does.Not.Contain("NaN").And.Not.Contain("missing").And.Contain(experiment is "table2" or "fig7" ? "econds of steps" : "milliseconds per training step"));
    }

    [Test]
    public void All_seeds_are_trained_as_planned()
    {
        var observer = new QuietObserver();
        SmokeRun.Of(SmokeRun.Quickstart with { Seeds = 2 }, _folder.Path, observer);
        Assert.That(observer.Trained, Is.EqualTo(observer.Planned.Select(training => training.Key)).And.Count.EqualTo(10));
    }

    [Test]
    public void Images_of_80_percent_sparsity_are_those_of_the_nearest_round()
    {
        var settings = new Settings { Rounds = 10, Fraction = 0.36 };
        Assert.That(Enumerable.Range(1, 10).Where(round => Drawing.At(0.8).Includes(round, settings)), Is.EqualTo(new[] { 4 }), "83.2 %; the round before has 73.8 %");
        Assert.That(Enumerable.Range(1, 20).Where(round => Drawing.At(0.8).Includes(round, new Settings())), Is.EqualTo(new[] { 7 }), "79.0 %");
    }

    [Test]
    public void A_GAN_that_is_interrupted_after_every_step_ends_with_the_same_bytes()
    {
        var options = new RunOptions { Experiment = "fig6", Scale = Scale.Smoke, Models = "dcgan", Curves = "winning", Rounds = 1 };
        SmokeRun.Of(options, _folder.File("whole"));
        SmokeRun.InParts(options, _folder.File("parts"), mostStops: 20);
        Assert.That(RunFiles.Bytes(_folder.File("parts")), Is.EqualTo(RunFiles.Bytes(_folder.File("whole"))));
    }

    [Test]
    public void Every_network_of_a_seed_is_drawn()
    {
        var folder = SmokeRun.Of(new RunOptions { Experiment = "fig6", Scale = Scale.Smoke, Models = "dcgan", Curves = "winning,random", Rounds = 1, Rewind = "0" }, _folder.Path);
        var seed = Path.Combine(folder, "dcgan-glyphs-color", "seed-1");
        foreach (var image in new[] { "originals.png", "unpruned/final.png", "both/round-01/winning.png", "both/round-01/random.png" })
            Assert.That(File.Exists(Path.Combine(seed, image)), image);
        Assert.That(File.ReadAllBytes(Path.Combine(seed, "both/round-01/winning.png")), Is.Not.EqualTo(File.ReadAllBytes(Path.Combine(seed, "both/round-01/random.png"))));
    }

    [Test]
    public void The_penalty_takes_the_place_of_clipping()
    {
        var observer = new QuietObserver();
        SmokeRun.Of(new RunOptions { Experiment = "figA5", Scale = Scale.Smoke, Models = "wgan", Curves = "winning", Rounds = 0, Penalty = true }, _folder.Path, observer);
        Assert.That(observer.Trained.Single().Subject, Is.EqualTo("wgan-gp-glyphs-color"));
    }

    [Test]
    public void Early_stopping_is_the_step_of_the_best_value()
    {
        var facts = MetricsLog.Read(SmokeRun.Of(new RunOptions { Experiment = "fig2", Scale = Scale.Smoke, Models = "linear-ae", Curves = "winning", Rounds = 1, Steps = "40" }, _folder.Path)).OfType<Evaluation>().ToArray();
        var followed = facts.Where(fact => fact.Curve == "unpruned" && fact.Metric == "reconstruction").ToArray();
        Assert.That(followed.Select(fact => fact.Step), Is.EqualTo(Enumerable.Range(1, 20).Select(i => 2 * i)));
        Assert.That(facts.Single(fact => fact.Curve == "unpruned" && fact.Metric == "early-stopping-step").Value, Is.EqualTo(followed.MinBy(fact => fact.Value)!.Step));
    }

    [GeneratedRegex("base64,[^\"]*")]
    private static partial Regex Base64();
}
