using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Fid;
using SparseGen.Kernels;

namespace SparseGen.Tests.Experiments;

/// <summary>Runs whose images are looked at by a classifier from elsewhere.</summary>
sealed class ClassifierWeightsTests
{
    static readonly RunOptions FigureA2 = new() { Experiment = "figA2", Scale = Scale.Smoke, Models = "linear-ae", Rounds = 1 };

    [Test]
    public void A_run_measures_with_the_weights_it_is_given_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var facts = MetricsLog.Read(Run(FigureA2, folder, seed: 1));
        Assert.That(facts.OfType<Evaluation>().Select(evaluation => evaluation.Metric).Distinct(), Is.EqualTo(new[] { "accuracy-published" }));
        Assert.That(facts.OfType<Evaluation>().Select(evaluation => evaluation.Value), Is.All.InRange(0, 1));
        Assert.That(facts[1], Is.TypeOf<Evaluation>().With.Property(nameof(Fact.Curve)).EqualTo(CurveOutline.Originals), "what is compared with comes first");
        Assert.That(facts.OfType<FeatureSpace>().Select(judge => judge.Network), Is.EqualTo(new[] { "published" }));
    }

    [Test]
    public void A_run_does_not_go_on_with_other_weights()
    {
        using var folder = new TemporaryFolder();
        Run(FigureA2, folder, seed: 1);
        Assert.That(() => Run(FigureA2, folder, seed: 2), Throws.TypeOf<RunException>().With.Message.Contains("published"));
    }

    [Test]
    public void One_classifier_cannot_look_at_several_data_sets()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => Run(FigureA2 with { Models = null }, folder, seed: 1), Throws.TypeOf<UsageException>().With.Message.Contains("--dataset"));
    }

    [Test]
    public void A_classifier_of_other_images_is_refused_and_a_right_one_is_said_to_be_one()
    {
        using var folder = new TemporaryFolder();
        var observer = new QuietObserver();
        Run(FigureA2, folder, seed: 1, observer: observer);
        Assert.That(observer.Notes, Has.Exactly(1).Match("^published names [0-9.]+ % of 64 held-out images of glyphs rightly$"));
        Assert.That(() => Run(FigureA2, folder, seed: 1, epochs: 0, path: "untrained"), Throws.TypeOf<RunException>().With.Message.Match("published.safetensors: expected a classifier of glyphs, found one that names [0-9.]+ % of 64 held-out images of glyphs rightly, where guessing names 10 %"));
    }

    [Test]
    public void A_file_that_is_not_there_is_said_before_anything_is_begun()
    {
        using var folder = new TemporaryFolder();
        var run = folder.File("run");
        foreach (var environment in new[] { new RunEnvironment { Out = run, ClassifierWeights = "/nope.npz" }, new RunEnvironment { Out = run, Inception = "/nope.npz" } })
            Assert.That(() => Session.Run(FigureA2, environment, new QuietObserver()), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("/nope.npz"));
        Assert.That(Directory.Exists(run), Is.False);
    }

    static string Run(RunOptions options, TemporaryFolder folder, ulong seed, int epochs = 12, string path = "run", QuietObserver? observer = null)
    {
        var weights = folder.File("published.safetensors");
        using (var device = Device.Host())
        {
            using var network = new ClassifierTraining(ClassifierKind.Of("lenet"), epochs, LearningRate: 0.05, Mirrored: false, seed).Run(Glyphs.Create(1280, seed: 7), device);
            ClassifierFile.Save(weights, network, new Dictionary<string, string>());
        }
        Session.Run(options, new RunEnvironment { Out = folder.File(path), ClassifierWeights = weights, Cache = new FeatureCache(folder.File("cache")) }, observer ?? new QuietObserver());
        return folder.File(path);
    }
}
