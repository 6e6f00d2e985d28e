using SparseGen.Data;
using SparseGen.Experiments;

namespace SparseGen.Tests.Experiments;

/// <summary>Whole runs at smoke scale: what they leave behind, and that nothing that happens on the way changes it.</summary>
public class SessionTests
{
    static readonly RunOptions Quickstart = SmokeRun.Quickstart;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_run_leaves_weights_masks_and_metrics()
    {
        var folder = Run(Quickstart, "a");
        var seed = Path.Combine(folder, "linear-ae-glyphs", "seed-1");
        var weights = Safetensors.Read(Path.Combine(seed, "both", "round-02", "winning.safetensors"));
        var mask = Safetensors.Read(Path.Combine(seed, "both", "round-02", "mask.safetensors"));
        var weight = weights["decoder.0.weight"].As<float>();
        var survives = mask["decoder.0.weight"].As<byte>();
        for (var i = 0; i < weight.Length; i++)
            if (survives[i] == 0) Assert.That(weight[i], Is.Zero);
        var facts = MetricsLog.Read(folder);
        Assert.That(facts.OfType<Evaluation>().Select(fact => (fact.Curve, fact.Round)), Is.EqualTo(new[] { ("unpruned", 0), ("winning", 1), ("random", 1), ("winning", 2), ("random", 2) }));
        Assert.That(facts.OfType<LayerDensity>().Count(), Is.EqualTo(2 * 3), "two layers, unpruned and in two rounds");
    }

    [Test]
    public void Each_round_removes_its_fraction_of_the_survivors()
    {
        var sparsities = MetricsLog.Read(Run(Quickstart, "a")).OfType<Evaluation>().Where(fact => fact.Curve != "random").Select(fact => fact.Sparsity);
        Assert.That(sparsities, Is.EqualTo(new[] { 0, 0.36, 1 - 0.64 * 0.64 }).Within(1e-4));
    }

    [Test]
    public void A_finished_run_is_not_done_again()
    {
        Run(Quickstart, "a");
        var before = Bytes("a");
        var again = new QuietObserver();
        Run(Quickstart, "a", again);
        Assert.That(again.Trained, Is.Empty);
        Assert.That(again.Rounds, Has.Count.EqualTo(3), "its rows are shown all the same");
        Assert.That(Bytes("a"), Is.EqualTo(before));
    }

    [Test]
    public void A_run_that_is_interrupted_after_every_single_step_ends_with_the_same_bytes()
    {
        Run(Quickstart, "whole");
        var trained = 0;
        for (var stops = 0; ; stops++)
        {
            using var source = new CancellationTokenSource();
            try
            {
                Run(Quickstart, "parts", new QuietObserver(_ =>
                {
                    trained++;
                    source.Cancel();
                }), source.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.That(stops, Is.LessThan(100));
            }
        }
        Assert.That(Bytes("parts"), Is.EqualTo(Bytes("whole")));
        Assert.That(trained, Is.EqualTo(4 + 3 + 4 + 3 + 4), "no step is done twice: winning tickets begin at step 1");
    }

    [Test]
    public void A_run_does_not_go_on_with_pictures_that_have_changed()
    {
        var pictures = _folder.File("pictures");
        Directory.CreateDirectory(pictures);
        var glyphs = new DataFolder(null).Load("glyphs-color").Train;
        for (var i = 0; i < 40; i++) Png.Write(Path.Combine(pictures, $"{i:00}.png"), Picture.Of(glyphs, i));
        var options = new RunOptions { Experiment = "fig4", Scale = Scale.Smoke, Models = "conv-ae", Dataset = pictures, Curves = "winning", Rounds = 0, Steps = "2" };
        Run(options, "a");
        Run(options, "a");
        Png.Write(Path.Combine(pictures, "07.png"), Picture.Of(glyphs, 50));
        Assert.That(() => Run(options, "a"), Throws.TypeOf<RunException>().With.Message.Match("conv-ae-pictures data: 36:[0-9a-f]{12} 4:[0-9a-f]{12} in the folder, 36:"));
    }

    [Test]
    public void A_run_that_dies_between_checkpoints_ends_with_the_same_bytes()
    {
        Run(Quickstart, "whole");
        for (var step = 1; step <= 18; step += 3)
        {
            var left = step;
            try
            {
                Run(Quickstart, "died", new QuietObserver(_ =>
                {
                    if (left-- == 0) throw new OutOfMemoryException("as if killed");
                }));
            }
            catch (OutOfMemoryException)
            {
            }
        }
        Run(Quickstart, "died");
        Assert.That(Bytes("died"), Is.EqualTo(Bytes("whole")));
    }

    [Test]
    public void One_thread_and_two_make_the_same_bytes()
    {
        Run(Quickstart, "one", threads: 1);
        Run(Quickstart, "two", threads: 2);
        Assert.That(Bytes("two"), Is.EqualTo(Bytes("one")));
    }

    [Test]
    public void Another_seed_makes_other_numbers()
    {
        Run(Quickstart, "one");
        Run(Quickstart with { Seed = 2 }, "two");
        Assert.That(MetricsLog.Read(_folder.File("one")).OfType<Evaluation>().First().Value, Is.Not.EqualTo(MetricsLog.Read(_folder.File("two")).OfType<Evaluation>().First().Value));
    }

    [Test]
    public void Winning_and_random_tickets_of_a_seed_see_the_same_batches_from_the_same_mask()
    {
        var seen = new List<(string Curve, string Batch, double Density)>();
        var observer = new QuietObserver();
        observer.AfterStep = trainer =>
        {
            var indices = new int[trainer.Batches.Size];
            ((Batches)trainer.Batches).Indices(trainer.Step.Index - 1, indices);
            var key = observer.Trained[^1];
            seen.Add(($"{key.Curve} {key.Round}", $"{trainer.Seed}: {string.Join(' ', indices)}", trainer.Model.Density));
        };
        Run(Quickstart with { Rewind = "0" }, "a", observer);
        var batches = seen.ToLookup(step => step.Curve, step => (step.Batch, step.Density));
        foreach (var round in new[] { 1, 2 })
        {
            Assert.That(batches[$"winning {round}"], Is.EqualTo(batches[$"random {round}"]));
            Assert.That(batches[$"winning {round}"].Count(), Is.EqualTo(4));
            Assert.That(batches[$"winning {round}"].Select(step => step.Batch), Is.EqualTo(batches["unpruned 0"].Select(step => step.Batch)).And.Unique);
        }
    }

    [Test]
    public void A_curve_that_is_not_asked_for_is_trained_only_if_the_masks_need_it()
    {
        var observer = new QuietObserver();
        Run(Quickstart with { Curves = "random" }, "a", observer);
        Assert.That(observer.Trained.Select(key => key.Curve).Distinct(), Is.EqualTo(new[] { "unpruned", "winning", "random" }));
        observer = new QuietObserver();
        Run(new RunOptions { Experiment = "fig4", Scale = Scale.Smoke, Curves = "encoder-only", Models = "linear-ae" }, "b", observer);
        Assert.That(observer.Trained.Select(key => key.Curve).Distinct(), Is.EqualTo(new[] { "unpruned", "encoder-only" }));
    }

    [Test]
    public void Pruning_one_component_leaves_the_other_dense_and_the_network_half_full()
    {
        var folder = Run(new RunOptions { Experiment = "fig4", Scale = Scale.Smoke, Curves = "encoder-only", Models = "linear-ae", Rounds = 3 }, "a");
        var last = MetricsLog.Read(folder).OfType<LayerDensity>().Where(fact => fact.Round == 3).ToDictionary(fact => fact.Layer);
        Assert.That(last["decoder.0.weight"].Survivors, Is.EqualTo(last["decoder.0.weight"].Total));
        Assert.That((double)last["encoder.1.weight"].Survivors / last["encoder.1.weight"].Total, Is.EqualTo(0.64 * 0.64 * 0.64).Within(1e-3));
        Assert.That(MetricsLog.Read(folder).OfType<Evaluation>().Last().Sparsity, Is.EqualTo((1 - 0.64 * 0.64 * 0.64) / 2).Within(1e-3));
    }

    [Test]
    public void One_shot_and_iterative_masks_keep_the_same_number_of_weights()
    {
        var facts = MetricsLog.Read(Run(new RunOptions { Experiment = "fig3", Scale = Scale.Smoke, Models = "linear-ae" }, "a"));
        var sparsities = facts.OfType<Evaluation>().Where(fact => fact.Round > 0).ToLookup(fact => fact.Round, fact => fact.Sparsity);
        foreach (var round in sparsities) Assert.That(round.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Transferred_tickets_wear_the_masks_of_the_model_that_gives()
    {
        var observer = new QuietObserver();
        var folder = Run(new RunOptions { Experiment = "fig8", Scale = Scale.Smoke, Models = "dcgan" }, "a", observer);
        Assert.That(observer.Trained.Where(key => key.Round > 0).Select(key => (key.Subject, key.Curve)).Distinct(), Is.EqualTo(new[]
        {
            ("vae-glyphs-color", "decoder-only"), ("dcgan-glyphs-color", "winning"), ("dcgan-glyphs-color", "random"), ("dcgan-glyphs-color", "transferred"),
        }));
        var facts = MetricsLog.Read(folder).OfType<LayerDensity>().Where(fact => fact.Round == 2).ToArray();
        var given = facts.Where(fact => fact.Curve == "decoder" && fact.Layer.StartsWith("decoder.", StringComparison.Ordinal)).Select(fact => fact.Survivors);
        var taken = facts.Where(fact => fact.Curve == "vae-decoder").ToArray();
        Assert.That(taken.Where(fact => fact.Layer.StartsWith("generator.", StringComparison.Ordinal)).Select(fact => fact.Survivors), Is.EqualTo(given));
        Assert.That(taken.Where(fact => fact.Layer.StartsWith("discriminator.", StringComparison.Ordinal)).Select(fact => fact.Total - fact.Survivors), Is.All.Zero);
    }

    [Test]
    public void One_subject_that_fails_is_reported_and_the_others_go_on()
    {
        var options = new RunOptions { Experiment = "fig4", Scale = Scale.Smoke, Curves = "winning", Rounds = 1 };
        Run(options, "whole");
        var observer = new QuietObserver(trainer =>
        {
            if (trainer.Model is SparseGen.Models.LinearAutoencoder) throw new InvalidOperationException("broken");
        });
        Assert.That(() => Run(options, "a", observer), Throws.TypeOf<RunException>().With.Message.Contains("linear-ae-glyphs, seed 1: broken").And.Message.Contains("Everything else is done"));
        Assert.That(observer.Rounds.Select(round => round.Subject).Distinct(), Is.EqualTo(new[] { "conv-ae-glyphs-color" }));
        Assert.That(File.ReadAllText(_folder.File("a/report.html")), Does.Contain("Failed: linear-ae-glyphs"));
        Run(options, "a");
        Assert.That(File.ReadAllText(_folder.File("a/report.html")), Does.Not.Contain("Failed"));
        Assert.That(MetricsLog.Read(_folder.File("a")), Is.EquivalentTo(MetricsLog.Read(_folder.File("whole"))));
    }

    [Test]
    public void A_failure_is_told_in_words_and_no_others_are_spoken_of_where_there_are_none()
    {
        var observer = new QuietObserver(_ => throw new ArgumentException("Too few images.", "images"));
        var failure = Assert.Throws<RunException>(() => Run(Quickstart, "a", observer));
        Assert.That(failure.Message, Does.StartWith("linear-ae-glyphs, seed 1: Too few images.\n").And.Not.Contain("Parameter").And.Not.Contain("Exception").And.Not.Contain("Everything else"));
        Assert.That(observer.Notes, Has.None.Contains("others"));
    }

    [Test]
    public void A_damaged_file_of_a_finished_stage_fails_its_subject_and_is_named()
    {
        var folder = Run(Quickstart, "a");
        var path = Path.Combine(folder, "linear-ae-glyphs", "seed-1", "both", "round-01", "random.safetensors");
        var whole = File.ReadAllBytes(path);
        var damaged = (byte[])whole.Clone();
        damaged[^5] ^= 16;
        File.WriteAllBytes(path, damaged);
        Assert.That(() => Run(Quickstart, "a"), Throws.TypeOf<RunException>().With.Message.Contains("random.safetensors"));
        File.Delete(path);
        Run(Quickstart, "a");
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(whole), "deleted, it is computed again");
    }

    [Test]
    public void An_empty_layer_is_remarked_upon()
    {
        var observer = new QuietObserver();
        var folder = Run(Quickstart with { Rounds = 12 }, "a", observer);
        Assert.That(MetricsLog.Read(folder).OfType<Remark>().Select(fact => fact.Text), Has.Some.Contains("no weight left"));
        Assert.That(observer.Notes, Has.Some.Contains("no weight left"));
    }

    [Test]
    public void A_training_that_diverges_is_recorded_and_ends_what_depends_on_it()
    {
        var observer = new QuietObserver();
        var folder = Run(Quickstart with { LearningRate = 1e38 }, "a", observer);
        Assert.That(observer.Notes, Has.Some.Contains("diverged").And.Some.Contains("--learning-rate"));
        var facts = MetricsLog.Read(folder);
        Assert.That(facts.OfType<Divergence>().Select(fact => fact.Curve), Is.EqualTo(new[] { "unpruned" }));
        Assert.That(facts.OfType<MethodEnd>().Select(fact => (fact.Curve, fact.Round)), Is.EqualTo(new[] { ("both", 1) }));
        Assert.That(facts.OfType<Evaluation>(), Is.Empty);
        Assert.That(File.ReadAllText(Path.Combine(folder, "report.html")), Does.Contain("diverged at step").And.Not.Contain("missing"));
        var before = Bytes("a");
        Run(Quickstart with { LearningRate = 1e38 }, "a");
        Assert.That(Bytes("a"), Is.EqualTo(before), "it is not tried again");
    }

    string Run(RunOptions options, string name, QuietObserver? observer = null, CancellationToken cancel = default, int threads = 2) =>
        SmokeRun.Of(options, _folder.File(name), observer, cancel, threads);

    /// <summary>Every file but the times, by name and contents.</summary>
    string[] Bytes(string name) => RunFiles.Bytes(_folder.File(name));
}
