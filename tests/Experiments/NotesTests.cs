using SparseGen.Experiments;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Tests.Experiments;

/// <summary>What a run says that was decided for whoever asked, or that its results hide.</summary>
public class NotesTests
{
    static readonly RunOptions Wgan = new() { Experiment = "fig6", Scale = Scale.Smoke, Models = "wgan", Curves = "winning", Rounds = 2, Fraction = 0.6, Samples = 16, Narrowing = 32 };

    [Test]
    public void A_clipped_critic_is_ranked_by_itself_and_that_is_said()
    {
        using var folder = new TemporaryFolder();
        var observer = new QuietObserver();
        SmokeRun.Of(Wgan, folder.Path, observer);
        Assert.That(observer.Notes, Has.Exactly(1).StartsWith("wgan: weights are ranked in each network by itself"));
        Assert.That(MetricsLog.Read(folder.Path).OfType<Remark>(), Is.Empty);
        var densities = MetricsLog.Read(folder.Path).OfType<LayerDensity>().Where(fact => fact.Round == 2).GroupBy(fact => Model.ComponentOf(fact.Layer));
        Assert.That(densities.Select(network => (double)network.Sum(layer => layer.Survivors) / network.Sum(layer => layer.Total)), Is.All.EqualTo(0.16).Within(0.01));
        Assert.That(File.ReadAllText(Path.Combine(folder.Path, "report.html")), Does.Contain("Note: wgan: weights are ranked"));
    }

    [Test]
    public void One_ranking_that_takes_one_network_is_remarked_upon_once()
    {
        using var folder = new TemporaryFolder();
        var observer = new QuietObserver();
        SmokeRun.Of(Wgan with { Pool = Pool.Global, Rounds = 3 }, folder.Path, observer);
        Assert.That(observer.Notes, Has.None.StartsWith("wgan: weights are ranked"));
        Assert.That(observer.Notes.Where(note => note.Contains("--pool network", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "wgan-glyphs-color, seed 1, round 1, both: discriminator has less than a tenth of the density of generator. One ranking over both takes the network with the smaller weights; --pool network prunes each by the same fraction.",
        }));
        Assert.That(MetricsLog.Read(folder.Path).OfType<Remark>().Where(remark => remark.Text.Contains("tenth", StringComparison.Ordinal)).Select(remark => remark.Round), Is.EqualTo(new[] { 1, 2, 3 }), "it is recorded of every round");
    }

    [Test]
    public void What_is_ranked_together_is_part_of_a_run()
    {
        Assert.That(RunFolder.NameOf(Wgan with { Pool = Pool.Layer }), Is.Not.EqualTo(RunFolder.NameOf(Wgan)));
        using var folder = new TemporaryFolder();
        SmokeRun.Of(SmokeRun.Quickstart, folder.Path);
        Assert.That(() => SmokeRun.Of(SmokeRun.Quickstart with { Pool = Pool.Layer }, folder.Path), Throws.TypeOf<RunException>().With.Message.Contains("pool: none in the folder, layer now"));
        var layers = SmokeRun.Of(SmokeRun.Quickstart with { Pool = Pool.Layer }, folder.File("layers"));
        Assert.That(MetricsLog.Read(layers).OfType<LayerDensity>().Where(fact => fact.Round == 1).Select(fact => (double)fact.Survivors / fact.Total), Is.All.EqualTo(0.64).Within(0.001));
    }

    [Test]
    public void Images_that_are_exchanged_or_do_not_exist_are_named()
    {
        using var folder = new TemporaryFolder();
        var observer = new QuietObserver();
        SmokeRun.Of(new RunOptions { Experiment = "fig4", Scale = Scale.Smoke, Models = "linear-ae", Rounds = 1, Images = 99_999, EvaluationImages = 3_000, Steps = "2" }, folder.File("a"), observer);
        Assert.That(observer.Notes, Is.SupersetOf(new[]
        {
            "--scale smoke takes built-in images (glyphs) in place of mnist; --dataset takes those",
            "--images 99,999: glyphs has 10,000 training images, and all of them are taken",
            "--evaluation-images 3,000: glyphs has 2,000 held-out images, and all of them are taken",
        }));
        observer = new QuietObserver();
        SmokeRun.Of(SmokeRun.Quickstart, folder.File("b"), observer);
        Assert.That(observer.Notes, Has.None.StartsWith("--"));
    }
}
