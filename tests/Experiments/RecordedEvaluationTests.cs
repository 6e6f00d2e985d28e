using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Training;

namespace SparseGen.Tests.Experiments;

/// <summary>What a run recorded is computed again from the weights it saved, by other code: on which images, in which mode, against what.</summary>
public class RecordedEvaluationTests
{
    const int Images = 256, HeldOut = 300, Generated = 130, Narrowing = 16;

    static readonly RunOptions Options = new()
    {
        Scale = Scale.Smoke, Seed = 3, Images = Images, EvaluationImages = HeldOut, Samples = Generated, Narrowing = Narrowing, Rounds = 1, Curves = "winning,random",
    };

    TemporaryFolder _folder = null!;
    Device _device = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _device = Device.Host(threads: 2);
    }

    [TearDown]
    public void TearDown()
    {
        _device.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Reconstruction_loss_is_the_mean_over_held_out_pixels()
    {
        var folder = SmokeRun.Of(Options with { Experiment = "fig4", Models = "linear-ae" }, _folder.Path);
        var images = new DataFolder(null).Load("glyphs").Test.Slice(0, HeldOut);
        using var model = new LinearAutoencoder(_device, seed: 9, narrowing: Narrowing);
        foreach (var (curve, file) in Networks("linear-ae-glyphs"))
        {
            SnapshotFile.RestoreWeights(file, model);
            Assert.That(Recorded(folder, curve, "reconstruction"), Is.EqualTo(Loss(model, images)).Within(1e-4).Percent, curve);
        }
    }

    [Test]
    public void Distance_and_score_are_of_samples_of_the_seed_against_the_training_images()
    {
        var folder = SmokeRun.Of(Options with { Experiment = "fig6", Models = "dcgan" }, _folder.Path);
        var all = new DataFolder(null).Load("glyphs-color");
        var data = new DataSet(all.Name, all.Train.Slice(0, Images), all.Test.Slice(0, HeldOut));
        using var classifier = SmokeRun.Cache.Classifier(data, _device, new ClassifierTraining(ClassifierKind.Of("lenet"), Epochs: 1, LearningRate: 0.05, Mirrored: false));
        var real = FeatureSet.Extract(classifier, [data.Train]).Statistics;
        using var model = new Dcgan(_device, seed: 9, narrowing: Narrowing);
        foreach (var (curve, file) in Networks("dcgan-glyphs-color"))
        {
            SnapshotFile.RestoreWeights(file, model);
            var features = FeatureSet.Extract(classifier, [Sampled(model)], Kept.Logits);
            Assert.That(Recorded(folder, curve, "frechet130-lenet-glyphs-color"), Is.EqualTo(FrechetDistance.Between(real, features.Statistics)).Within(1e-4).Percent, curve);
            Assert.That(Recorded(folder, curve, "score130-lenet-glyphs-color"), Is.EqualTo(InceptionScore.Of(features.Logits, 10).Mean).Within(1e-4).Percent, curve);
        }
    }

    [Test]
    public void Quality_that_stops_a_training_is_against_held_out_images()
    {
        var folder = SmokeRun.Of(Options with { Experiment = "fig2", Models = "dcgan", Rounds = 0 }, _folder.Path);
        var all = new DataFolder(null).Load("glyphs-color");
        var data = new DataSet(all.Name, all.Train.Slice(0, Images), all.Test.Slice(0, HeldOut));
        using var classifier = SmokeRun.Cache.Classifier(data, _device, new ClassifierTraining(ClassifierKind.Of("lenet"), Epochs: 1, LearningRate: 0.05, Mirrored: false));
        using var model = new Dcgan(_device, seed: 9, narrowing: Narrowing);
        SnapshotFile.RestoreWeights(Networks("dcgan-glyphs-color").First().File, model);
        var distance = FrechetDistance.Between(FeatureSet.Extract(classifier, [data.Test]).Statistics, FeatureSet.Extract(classifier, [Sampled(model)]).Statistics);
        var last = MetricsLog.Read(folder).OfType<Evaluation>().Where(fact => fact.Metric == "frechet130-lenet-glyphs-color-held-out").MaxBy(fact => fact.Step)!;
        Assert.That(last.Value, Is.EqualTo(distance).Within(1e-4).Percent);
    }

    [Test]
    public void Accuracy_is_of_reconstructed_held_out_images()
    {
        var (all, weights) = (new DataFolder(null).Load("glyphs-color"), _folder.File("lenet.safetensors"));
        var test = all.Test.Slice(0, HeldOut);
        using (var network = new ClassifierTraining(ClassifierKind.Of("lenet"), Epochs: 20, LearningRate: 0.05, Mirrored: false).Run(all.Train.Slice(0, 1280), _device))
            ClassifierFile.Save(weights, network, new Dictionary<string, string>());
        var environment = new RunEnvironment { Out = _folder.File("run"), ClassifierWeights = weights, Threads = 2, CheckpointInterval = TimeSpan.FromHours(1) };
        Session.Run(Options with { Experiment = "figA2", Models = "conv-ae", Dataset = "glyphs-color", Steps = "120", Narrowing = 8 }, environment, new QuietObserver());

        using var classifier = Classifier.Load(weights, null, test, _device);
        using var model = new ConvolutionalAutoencoder(_device, seed: 9, new Shape(3, 32, 32), narrowing: 8);
        var paths = new RunPaths(_folder.File("run"), "conv-ae-glyphs-color", Options.Seed);
        foreach (var (curve, file) in new[] { ("unpruned", paths.Unpruned), ("winning", paths.Ticket("both", 1, isRandom: false)) })
        {
            SnapshotFile.RestoreWeights(file, model);
            var correct = 0;
            for (var i = 0; i < HeldOut; i++)
            {
                using var scope = _device.OpenScope();
                correct += classifier.CountCorrect(model.Reconstruct(Batch(test, i, 1), Mode.Evaluate).Value, test.Labels.Slice(i, 1));
            }
            Assert.That(Recorded(_folder.File("run"), curve, "accuracy-lenet"), Is.EqualTo((double)correct / HeldOut).Within(1e-6).And.GreaterThan(0.2), curve);
        }
    }

    IEnumerable<(string Curve, string File)> Networks(string subject)
    {
        var paths = new RunPaths(_folder.Path, subject, Options.Seed);
        yield return ("unpruned", paths.Unpruned);
        yield return ("winning", paths.Ticket("both", 1, isRandom: false));
        yield return ("random", paths.Ticket("both", 1, isRandom: true));
    }

    static double Recorded(string folder, string curve, string metric) =>
        MetricsLog.Read(folder).OfType<Evaluation>().Single(fact => fact.Curve == curve && fact.Metric == metric).Value;

    double Loss(LinearAutoencoder model, ImageSet images)
    {
        var sum = 0.0;
        for (var i = 0; i < images.Count; i++)
        {
            using var scope = _device.OpenScope();
            var made = _device.Read(model.Reconstruct(Batch(images, i, 1), Mode.Evaluate).Value);
            for (var p = 0; p < made.Length; p++) sum += Math.Pow(made[p] - images.Image(i)[p] / 255.0, 2);
        }
        return sum / images.Pixels.Length;
    }

    /// <summary>130 images, 64 latents at a time, as bytes.</summary>
    ImageSet Sampled(Dcgan model)
    {
        var pixels = new List<byte>();
        for (var batch = 0; pixels.Count < Generated * 3 * 32 * 32; batch++)
        {
            using var scope = _device.OpenScope();
            var latent = _device.Allocate(new Shape(128, 64));
            _device.Kernels.Normal(RandomStream.For(Options.Seed, "samples", (ulong)batch), latent);
            var made = _device.Read(model.Generate(new Variable(_device, latent), Mode.Evaluate).Value);
            for (var n = 0; n < 64; n++)
                for (var p = 0; p < 3 * 32 * 32; p++) pixels.Add((byte)Math.Floor(made[p * 64 + n] * 255 + 0.5f));
        }
        return new ImageSet("sampled", 3, 32, 32, 1, pixels.Take(Generated * 3 * 32 * 32).ToArray(), new byte[Generated]);
    }

    Variable Batch(ImageSet images, int start, int count)
    {
        var pixels = new float[count * images.ImageSize];
        BatchLayout.Fill(images, start, count, pixels);
        return new Variable(_device, _device.Upload(new Shape(images.Channels, images.Height, images.Width, count), pixels));
    }
}
