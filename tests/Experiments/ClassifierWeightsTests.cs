using SparseGen.Experiments;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;

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
        Assert.That(facts[1], Is.TypeOf<Evaluation>().With.Property(nameof(Fact.Curve)).EqualTo(Curve.Originals), "what is compared with comes first");
        Assert.That(facts.OfType<Judge>().Select(judge => judge.Network), Is.EqualTo(new[] { "published" }));
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

    static string Run(RunOptions options, TemporaryFolder folder, ulong seed)
    {
        var weights = folder.File("published.safetensors");
        using (var device = Device.Host())
        {
            using var network = new LeNet(device, new Shape(1, 28, 28), 10, new InputScaling([0.1], [0.3]));
            network.Initialise(seed);
            ClassifierFile.Save(weights, network, new Dictionary<string, string>());
        }
        var path = folder.File("run");
        Session.Run(options, new RunEnvironment { Out = path, ClassifierWeights = weights, Cache = new FeatureCache(folder.File("cache")) }, new QuietObserver());
        return path;
    }
}
