using OwnNetworks;
using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Tests.Experiments;

/// <summary>Masks from other scores than the magnitudes of trained networks, and what they took.</summary>
public class ScoreOptionTests
{
    static readonly RunOptions Table2 = new() { Experiment = "table2", Scale = Scale.Smoke, Narrowing = 32, Samples = 16 };

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Table_2_has_masks_of_each_score_of_the_initialisation_at_the_sparsity_that_was_asked()
    {
        var folder = SmokeRun.Of(Table2 with { Sparsity = 0.7 }, _folder.Path);
        using var device = Device.Host(threads: 2);
        using var model = new Dcgan(device, seed: 1, narrowing: 32);
        var images = new DataFolder(null).Load("glyphs-color").Train.Slice(0, 256);
        using var scope = device.OpenScope();
        var batches = Enumerable.Range(0, 4).Select(step =>
        {
            var (all, pixels) = (new Batches(images, 16, seed: 1), new float[16 * 3 * 32 * 32]);
            all.Fill(step, pixels);
            return new StepInput(device.Upload(new Shape(3, 32, 32, 16), pixels), new StepRandom(1, (ulong)step), []);
        }).ToArray();
        var paths = new RunPaths(folder, "dcgan-glyphs-color", seed: 1);
        foreach (var (chain, score) in new (string, IScore)[] { ("snip", new Snip(batches)), ("grasp", new Grasp(batches)), ("random", new RandomScore(1, round: 2)) })
        {
            var expected = Mask.AfterRounds(score.Score(model), 1 - Math.Sqrt(1 - 0.7), rounds: 2);
            var found = MaskFile.Read(paths.Mask(chain, 2), model.Mask());
            Assert.That(found.Layers.Select(layer => layer.Bytes.ToArray()), Is.EqualTo(expected.Layers.Select(layer => layer.Bytes.ToArray())), chain);
            Assert.That(File.Exists(paths.Mask(chain, 1)), Is.False, "the last round alone");
        }
        Assert.That(MetricsLog.Read(folder).OfType<Evaluation>().Where(fact => fact.Round == 2 && fact.Curve is ("magnitude" or "snip" or "grasp" or "random-mask")).Select(fact => fact.Sparsity), Is.All.EqualTo(0.7).Within(1e-3));
    }

    [Test]
    public void The_arithmetic_of_a_training_is_recorded_and_the_same_after_interruptions()
    {
        SmokeRun.Of(Table2, _folder.File("whole"));
        SmokeRun.InParts(Table2, _folder.File("parts"), mostStops: 100);
        Assert.That(RunFiles.Bytes(_folder.File("parts")), Is.EqualTo(RunFiles.Bytes(_folder.File("whole"))));
        var works = MetricsLog.Read(_folder.File("whole")).OfType<TrainingWork>().ToDictionary(work => (work.Curve, work.Round));
        using var device = Device.Host(threads: 1);
        using var model = new Dcgan(device, seed: 1, narrowing: 32);
        var step = model.WorkOfStep(new Shape(3, 32, 32), batch: 16).Total;
        Assert.That(works[("unpruned", 0)].Dense, Is.EqualTo(4 * step.Dense));
        Assert.That(works[("magnitude", 2)].Dense, Is.EqualTo(3 * step.Dense), "it begins at step 1");
        Assert.That(works[("snip", 2)].Dense, Is.EqualTo(4 * step.Dense), "whatever the mask");
        Assert.That(works[("snip", 2)].Executed, Is.LessThan(works[("unpruned", 0)].Executed));
        Assert.That((works[("unpruned", 0)].Scoring, works[("magnitude", 2)].Scoring), Is.EqualTo((0, 0)));
        Assert.That(works[("snip", 2)].Scoring, Is.EqualTo(4 * step.Nominal).Within(25).Percent, "four batches, forward and backward");
        Assert.That(works[("grasp", 2)].Scoring, Is.GreaterThan(2 * works[("snip", 2)].Scoring));
    }

    [TestCase("snip")]
    [TestCase("random")]
    public void Any_figure_can_be_run_by_a_score(string score)
    {
        var folder = SmokeRun.Of(SmokeRun.Quickstart with { Score = score, ScoreBatches = 1, Pool = Pool.Layer }, _folder.Path);
        Assert.That(MetricsLog.Read(folder).OfType<Evaluation>().Where(fact => fact.Curve == "winning").Select(fact => fact.Sparsity), Is.EqualTo(new[] { 0.36, 1 - 0.64 * 0.64 }).Within(1e-3));
    }

    [Test]
    public void A_score_of_ones_own_takes_part_by_its_name()
    {
        RelativeMagnitude.Register();
        var folder = SmokeRun.Of(SmokeRun.Quickstart with { Score = "relative" }, _folder.Path);
        var densities = MetricsLog.Read(folder).OfType<LayerDensity>().Where(fact => fact.Round == 2).Select(fact => (double)fact.Survivors / fact.Total).ToArray();
        Assert.That(densities, Is.All.EqualTo(0.64 * 0.64).Within(0.15), "no layer goes first");
        Assert.That(() => RelativeMagnitude.Register(), Throws.ArgumentException.With.Message.Contains("'relative'"));
    }

    [Test]
    public void An_unknown_score_and_two_words_on_sparsity_are_refused()
    {
        Assert.That(() => SmokeRun.Of(SmokeRun.Quickstart with { Score = "snap" }, _folder.Path), Throws.TypeOf<UsageException>().With.Message.Contains("Did you mean 'snip'?"));
        Assert.That(() => SmokeRun.Of(SmokeRun.Quickstart with { Sparsity = 0.5, Fraction = 0.5 }, _folder.Path), Throws.TypeOf<UsageException>().With.Message.Contains("--fraction"));
    }

    [Test]
    public void Methods_of_the_last_round_alone_run_without_others()
    {
        using var folder = new TemporaryFolder();
        var run = SmokeRun.Of(new RunOptions { Experiment = "table2", Scale = Scale.Smoke, Curves = "snip" }, folder.File("run"));
        Assert.That(MetricsLog.Read(run).OfType<TrainingWork>().Select(work => (work.Curve, work.Round)), Is.EqualTo(new[] { ("unpruned", 0), ("snip", 2) }));
    }

    [Test]
    public void A_table_that_compares_scores_takes_no_score()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => SmokeRun.Of(new RunOptions { Experiment = "table2", Scale = Scale.Smoke, Curves = "magnitude", Score = "snip" }, folder.File("run")), Throws.TypeOf<UsageException>().With.Message.Contains("--score"));
    }

    [Test]
    public void Snip_on_the_batches_of_as_many_steps_takes_the_work_of_those_steps()
    {
        using var folder = new TemporaryFolder();
        var run = SmokeRun.Of(new RunOptions { Experiment = "table2", Scale = Scale.Smoke, Curves = "snip", Rounds = 1, Steps = "4", ScoreBatches = 4 }, folder.File("run"));
        var works = MetricsLog.Read(run).OfType<TrainingWork>().ToDictionary(work => work.Curve);
        // Beside the gradient of the first layers' images, which neither needs, batch normalisation included.
        Assert.That(works["snip"].Scoring, Is.EqualTo(works["unpruned"].Dense));
        Assert.That(works["snip"].ScoringExecuted, Is.EqualTo(works["unpruned"].Executed));
    }

    [Test]
    public void Without_empty_layers_the_rounds_end_where_a_layer_has_no_weights_left()
    {
        using var folder = new TemporaryFolder();
        var options = SmokeRun.Quickstart with { Curves = "winning" };
        var facts = MetricsLog.Read(SmokeRun.Of(options with { EmptyLayers = false }, folder.File("ends")));
        Assert.That(facts.OfType<MethodEnd>().Select(end => (end.Curve, end.Round)), Is.EqualTo(new[] { ("both", 2) }));
        Assert.That(facts.OfType<Remark>().Select(remark => remark.Text), Has.Some.Contains("--empty-layers"));
        Assert.That(MetricsLog.Read(SmokeRun.Of(options, folder.File("goes on"))).OfType<MethodEnd>(), Is.Empty);
    }

    [Test]
    public void A_run_that_is_killed_before_its_remarks_makes_them_when_it_goes_on()
    {
        using var folder = new TemporaryFolder();
        var options = SmokeRun.Quickstart with { Curves = "winning" };
        var lines = File.ReadAllLines(Path.Combine(SmokeRun.Of(options, folder.File("run")), MetricsLog.FileName));
        var (remark, work) = (Array.FindIndex(lines, line => line.Contains("nothing of the input reaches")), Array.FindLastIndex(lines, line => line.Contains("\"work\"")));
        Assert.That(remark, Is.InRange(0, work - 1), "the remark is made before the work is recorded, which says that both are done");
    }
}
