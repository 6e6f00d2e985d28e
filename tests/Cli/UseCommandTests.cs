using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Tests.Experiments;
using SparseGen.Training;
using static SparseGen.Tests.Cli.InProcess;

namespace SparseGen.Tests.Cli;

/// <summary>`sparsegen sample` and `sparsegen reconstruct`: networks that a run trained, used from end to end.</summary>
public class UseCommandTests
{
    /// <summary>A generator and an autoencoder, grey and in colour.</summary>
    TemporaryFolder _runs = null!;

    TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void Train()
    {
        _runs = new TemporaryFolder();
        SmokeRun.Of(new RunOptions { Experiment = "fig6", Scale = Scale.Smoke, Models = "dcgan", Curves = "winning,random", Rounds = 2, Samples = 130 }, Path.Combine(_runs.Path, "gan"));
        SmokeRun.Of(SmokeRun.Quickstart with { Seed = 4, Seeds = 2 }, Path.Combine(_runs.Path, "ae"));
        SmokeRun.Of(new RunOptions { Experiment = "fig5", Scale = Scale.Smoke, Models = "vae", Dataset = "glyphs", Curves = "winning", Rounds = 1 }, Path.Combine(_runs.Path, "vae"));
    }

    [OneTimeTearDown]
    public void Forget() => _runs.Dispose();

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void The_samples_that_are_written_have_the_distance_that_the_run_recorded()
    {
        var samples = _folder.File("samples");
        Assert.That(Run("sample", Of("gan"), "--curve", "random", "--round", "1", "--count", "130", "--out", samples), Is.EqualTo((0, $"{samples}: 130 pictures of 32×32 by dcgan-glyphs-color, seed 1, round 1, random\n", "")));
        Assert.That(Directory.GetFiles(samples).Select(Path.GetFileName).Order(), Is.EqualTo(Enumerable.Range(0, 130).Select(i => $"{i:D5}.png")));

        using var device = Device.Host();
        var all = new DataFolder(null).Load("glyphs-color");
        var data = new DataSet(all.Name, all.Train.Slice(0, 256), all.Test.Slice(0, 64));
        using var classifier = SmokeRun.Cache.Classifier(data, device, new ClassifierTraining(ClassifierKind.Of("lenet"), Epochs: 1, LearningRate: 0.05, Mirrored: false));
        var distance = FrechetDistance.Between(FeatureSet.Extract(classifier, [data.Train]).Statistics, FeatureSet.Extract(classifier, ImageSource.Of(samples, new DataFolder(null)).Read()).Statistics);
        var recorded = MetricsLog.Read(Of("gan")).OfType<Evaluation>().Single(fact => fact is { Curve: "random", Round: 1, Metric: "frechet130-lenet-glyphs-color" });
        Assert.That(distance, Is.EqualTo(recorded.Value).Within(1e-4).Percent);
    }

    [Test]
    public void Curves_rounds_and_latent_seeds_give_other_pictures()
    {
        string[][] choices = [[], ["--curve", "winning"], ["--round", "1"], ["--curve", "random"], ["--latent-seed", "5"]];
        var grids = choices.Select((choice, i) =>
        {
            var file = _folder.File($"{i}.png");
            var (code, output, error) = Run(["sample", Of("gan"), "--grid", "--count", "6", "--out", file, .. choice]);
            Assert.That(code, Is.Zero, error);
            return (Bytes: Convert.ToHexString(File.ReadAllBytes(file)), Output: output);
        }).ToArray();
        Assert.That(grids.Select(grid => grid.Bytes).Distinct().Count(), Is.EqualTo(5));
        Assert.That(grids.Select(grid => grid.Output[(grid.Output.IndexOf("round", StringComparison.Ordinal))..].Trim()), Is.EqualTo(new[] { "round 0, unpruned", "round 2, winning", "round 1, winning", "round 2, random", "round 0, unpruned" }));
    }

    [Test]
    public void Pictures_of_a_set_with_a_margin_are_written_without_it()
    {
        var samples = _folder.File("samples");
        var (code, _, error) = Run("sample", Of("vae"), "--count", "2", "--out", samples);
        Assert.That(code, Is.Zero, error);
        var picture = ImageFile.Read(Path.Combine(samples, "00001.png"));
        Assert.That((picture.Height, picture.Width), Is.EqualTo((28, 28)));
        var grid = _folder.File("grid.png");
        Assert.That(Run("reconstruct", Of("vae"), "glyphs:test", "--count", "9", "--grid", "--out", grid).Code, Is.Zero);
        picture = ImageFile.Read(grid);
        Assert.That((picture.Height, picture.Width), Is.EqualTo((4 * 30 + 2, 8 * 30 + 2)), "nine originals and reconstructions in rows of eight");
    }

    [Test]
    public void Reconstructions_are_what_the_network_makes_of_each_picture()
    {
        var (made, network) = (_folder.File("made"), new RunPaths(Of("ae"), "linear-ae-glyphs", seed: 5).Ticket("both", 2, isRandom: false));
        var (code, output, error) = Run("reconstruct", Of("ae"), "glyphs:test", "--seed", "5", "--curve", "winning", "--count", "300", "--out", made);
        Assert.That((code, output), Is.EqualTo((0, $"{made}: 300 pictures of 28×28 by linear-ae-glyphs, seed 5, round 2, winning\n")), error);
        using var device = Device.Host();
        using var model = new LinearAutoencoder(device, seed: 9, narrowing: 8);
        SnapshotFile.RestoreWeights(network, model);
        var images = new DataFolder(null).Load("glyphs").Test;
        using var scope = device.OpenScope();
        foreach (var i in new[] { 0, 1, 299 })
        {
            var pixels = images.Image(i).ToArray().Select(value => value / 255f).ToArray();
            var expected = device.Read(model.Reconstruct(new(device, device.Upload(new Shape(1, 28, 28, 1), pixels)), Mode.Evaluate).Value);
            var found = ImageFile.Read(Path.Combine(made, $"{i:D5}.png"));
            Assert.That(Enumerable.Range(0, 784).Select(p => (double)found.Pixels[3 * p]), Is.EqualTo(expected.Select(value => (double)value * 255)).Within(0.51), $"picture {i}");
        }
    }

    [Test]
    public void Pictures_of_a_folder_keep_their_names_and_are_fitted()
    {
        var (pictures, made) = (_folder.File("pictures"), _folder.File("made"));
        Directory.CreateDirectory(Path.Combine(pictures, "more"));
        var colour = new DataFolder(null).Load("glyphs-color").Test;
        Png.Write(Path.Combine(pictures, "a.png"), Picture.Of(colour, 0));
        Png.Write(Path.Combine(pictures, "more", "b.png"), Picture.Of(colour.Crop(20, 32), 1));
        Assert.That(Run("reconstruct", Of("ae"), pictures, "--out", made).Code, Is.Zero);
        Assert.That(Directory.GetFiles(made, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(made, file)).Order(), Is.EqualTo(new[] { "a.png", Path.Combine("more", "b.png") }));
        Assert.That(ImageFile.Read(Path.Combine(made, "more", "b.png")).Height, Is.EqualTo(28));
        Assert.That(Run("reconstruct", Of("ae"), Path.Combine(pictures, "a.png"), "--out", _folder.File("alone")).Code, Is.Zero);
        Assert.That(File.ReadAllBytes(Path.Combine(_folder.File("alone"), "a.png")), Is.EqualTo(File.ReadAllBytes(Path.Combine(made, "a.png"))), "under its own name");
    }

    [TestCase(2, "--curve: ", "no 'wining'", "it has unpruned, winning, random. Did you mean 'winning'", "sample", "gan", "--curve", "wining")]
    [TestCase(2, "--round: ", "has rounds 0 to 2, not 3", "", "sample", "gan", "--round", "3")]
    [TestCase(2, "--seed: ", "no '7'", "it has 4, 5", "reconstruct", "ae", "glyphs", "--seed", "7")]
    [TestCase(2, "--subject: ", "no 'dcgan'", "it has dcgan-glyphs-color", "sample", "gan", "--subject", "dcgan")]
    [TestCase(2, "--round 1 is of a curve of tickets", "winning, random", "", "sample", "gan", "--round", "1", "--curve", "unpruned")]
    [TestCase(2, "linear-ae-glyphs has no distribution of latent vectors", "sparsegen reconstruct", "", "sample", "ae")]
    [TestCase(2, "dcgan-glyphs-color encodes no pictures", "sparsegen sample", "", "reconstruct", "gan", "glyphs-color")]
    [TestCase(2, "Expected a folder of pictures or a data set of", "found 'glyhps'", "Did you mean 'glyphs'", "reconstruct", "ae", "glyhps")]
    [TestCase(2, "--count: expected a number from 1 to", "found 0", "", "sample", "gan", "--count", "0")]
    [TestCase(1, "is not the folder of a run", "run.json", "", "sample", "nothing")]
    public void What_cannot_be_used_is_said(int expected, string text, string more, string evenMore, string command, string run, params string[] options)
    {
        var (code, output, error) = Run([command, Of(run), .. options, "--out", _folder.File("out")]);
        Assert.That((code, output), Is.EqualTo((expected, "")), error);
        Assert.That(error, Does.Contain(text).And.Contain(more).And.Contain(evenMore));
        Assert.That(Directory.Exists(_folder.File("out")), Is.False);
    }

    [Test]
    public void Other_pictures_are_never_mixed_with()
    {
        File.WriteAllText(_folder.File("notes.txt"), "mine");
        var (code, _, error) = Run("sample", Of("gan"), "--out", _folder.Path);
        Assert.That((code, error), Is.EqualTo((2, $"error: --out: expected a new or empty folder, found something in {_folder.Path}.\n")));
        Assert.That(Run("sample", Of("gan"), "--grid", "--out", _folder.Path).Error, Does.Contain("such as grid.png"));
    }

    string Of(string run) => Path.Combine(_runs.Path, run);
}
