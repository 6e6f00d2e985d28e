using SparseGen.Experiments;

namespace SparseGen.Tests.Experiments;

/// <summary>Trainings that another run has done.</summary>
public class FinishedRunsTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Trainings_of_another_figure_are_taken_over_and_the_run_ends_with_the_bytes_of_one_that_trains()
    {
        SmokeRun.Of(Smoke("fig5", "vae"), _folder.File("fig5"));
        SmokeRun.Of(Smoke("fig6", "dcgan"), _folder.File("fig6"));
        SmokeRun.Of(Smoke("fig8", "vae"), _folder.File("alone"));
        var observer = new QuietObserver();
        SmokeRun.Of(Smoke("fig8", "vae"), _folder.File("taken"), observer, reused: [_folder.File("fig5"), _folder.File("fig6")]);
        Assert.That(RunFiles.Bytes(_folder.File("taken")), Is.EqualTo(RunFiles.Bytes(_folder.File("alone"))));
        Assert.That(observer.Trained.Select(key => key.Curve).Distinct(), Is.EquivalentTo(new[] { "random", "transferred" }), "a decoder drawn anew, and the one taken from the other model");
        Assert.That(TimingsLog.Read(_folder.File("taken")), Has.Count.EqualTo(TimingsLog.Read(_folder.File("alone")).Count));
    }

    [Test]
    public void What_was_made_otherwise_is_not_taken_and_the_difference_is_named()
    {
        SmokeRun.Of(SmokeRun.Quickstart, _folder.File("first"));
        var observer = new QuietObserver();
        SmokeRun.Of(SmokeRun.Quickstart with { Steps = "5" }, _folder.File("second"), observer, reused: [_folder.File("first")]);
        Assert.That(observer.Skipped, Is.Empty);
        Assert.That(observer.Notes, Has.Some.Contains("steps: 4 there, 5 here"));
    }

    [TestCase("machine vector width")]
    [TestCase("machine processor")]
    [TestCase("device")]
    [TestCase("linear-ae-glyphs learning-rate")]
    [TestCase("linear-ae-glyphs data")]
    public void What_another_machine_or_other_numbers_made_is_not_taken(string name)
    {
        SmokeRun.Of(SmokeRun.Quickstart, _folder.File("first"));
        var manifest = RunManifest.Read(_folder.File("first"));
        Assert.That(manifest.Fixed.Remove(name));
        manifest.Fixed.Add(name, "another");
        manifest.Write(_folder.File("first"));
        var observer = new QuietObserver();
        SmokeRun.Of(SmokeRun.Quickstart, _folder.File("second"), observer, reused: [_folder.File("first")]);
        Assert.That(observer.Skipped, Is.Empty);
        Assert.That(observer.Notes, Has.Some.Contains($"{name}: another there"));
    }

    [Test]
    public void More_rounds_go_on_from_those_that_are_there()
    {
        SmokeRun.Of(SmokeRun.Quickstart with { Rounds = 1 }, _folder.File("one"));
        var observer = new QuietObserver();
        SmokeRun.Of(SmokeRun.Quickstart with { Rounds = 2 }, _folder.File("two"), observer, reused: [_folder.File("one")]);
        Assert.That(observer.Trained.Select(key => key.Round).Distinct(), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void A_folder_that_is_no_run_and_a_damaged_file_are_named()
    {
        Assert.That(
            () => SmokeRun.Of(SmokeRun.Quickstart, _folder.File("new"), reused: [_folder.Path]),
            Throws.TypeOf<RunException>().With.Message.Contains("is not the folder of a run"));
        SmokeRun.Of(SmokeRun.Quickstart, _folder.File("first"));
        var damaged = Directory.EnumerateFiles(_folder.File("first"), "winning.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(damaged);
        bytes[^1] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        Assert.That(
            () => SmokeRun.Of(SmokeRun.Quickstart, _folder.File("second"), reused: [_folder.File("first")]),
            Throws.TypeOf<RunException>().With.Message.Contains("round-01/winning.safetensors").And.Message.Contains("the file is damaged"));
    }

    static RunOptions Smoke(string experiment, string model) => new() { Experiment = experiment, Scale = Scale.Smoke, Models = model };
}
