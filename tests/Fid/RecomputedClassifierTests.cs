using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Fid;

/// <summary>Classifiers trained, applied and kept, each computed again by plain loops.</summary>
public class RecomputedClassifierTests
{
    /// <summary>In an order in which no two hundreds have the same labels.</summary>
    static readonly ImageSet Images = Shuffled(Glyphs.Create(count: 300, seed: 7));

    Device _device = null!;

    [SetUp]
    public void SetUp() => _device = Device.Host(threads: 2);

    [TearDown]
    public void TearDown() => _device.Dispose();

    [Test]
    public void It_learns_by_momentum_at_a_rate_that_rises_and_falls([Values] bool mirrored)
    {
        const int Epochs = 25, Batch = 128, Steps = 2 * Epochs;
        using var trained = new ClassifierTraining(ClassifierKind.Of("lenet"), Epochs, LearningRate: 0.05, mirrored, Seed: 3).Run(Images, _device);

        var statistics = ImageStatistics.Of(Images);
        using var network = new LeNet(_device, new Shape(1, 28, 28), 10, new InputScaling(statistics.Means, statistics.Deviations));
        network.Initialise(3);
        var optimizer = new Sgd(network.Parameters, 0.05, momentum: 0.9, weightDecay: 5e-4);
        var (batches, indices, pixels) = (new Batches(Images, Batch, 3), new int[Batch], new float[Batch * 784]);
        for (var step = 0; step < Steps; step++)
        {
            using var scope = _device.OpenScope();
            batches.Indices(step, indices);
            new Augmentation(Shift: 3, mirrored).Fill(Images, indices, RandomStream.For(3, "augmentation", (ulong)step), pixels);
            var targets = new float[10 * Batch];
            for (var n = 0; n < Batch; n++) targets[Images.Labels[indices[n]] * Batch + n] = 1;
            var passed = (step + 0.5) / Steps;
            optimizer.LearningRate = 0.05 * (passed < 0.05 ? passed / 0.05 : 0.5 * (1 + Math.Cos(Math.PI * (passed - 0.05) / 0.95)));
            var logits = network.Forward(new Variable(_device, _device.Upload(new Shape(1, 28, 28, Batch), pixels)), Mode.Train);
            optimizer.Step(Objective.CrossEntropy(logits, _device.Upload(new Shape(10, Batch), targets)));
        }
        foreach (var (found, expected) in trained.Parameters.Zip(network.Parameters))
            Assert.That(_device.Read(found.Value.Value), Is.EqualTo(_device.Read(expected.Value.Value)).Within(1e-6), found.Path);
        Assert.That((trained.Scaling.Mean, trained.Scaling.Deviation), Is.EqualTo((network.Scaling.Mean, network.Scaling.Deviation)));
    }

    [Test]
    public void Every_class_can_be_predicted_and_is_counted_among_the_labels_of_its_own_images([Range(0, 9)] int label)
    {
        using var classifier = Deciding(label);
        Assert.That(classifier.CountCorrect(Images), Is.EqualTo(Images.Labels.ToArray().Count(other => other == label)));
        Assert.That(classifier.Accuracy(Images), Is.EqualTo(Images.Labels.ToArray().Count(other => other == label) / 300.0));
    }

    [Test]
    public void The_images_of_a_batch_are_classified_one_by_one()
    {
        using var network = new ClassifierTraining(ClassifierKind.Of("lenet"), Epochs: 20, LearningRate: 0.05, Mirrored: false).Run(Images, _device);
        using var classifier = new Classifier(network, "lenet");
        var alone = Enumerable.Range(0, Images.Count).Sum(i => classifier.CountCorrect(Images.Slice(i, 1)));
        Assert.That(classifier.CountCorrect(Images), Is.EqualTo(alone).And.InRange(50, 300));
    }

    [Test]
    public void A_file_keeps_the_scaling_of_its_images()
    {
        using var folder = new TemporaryFolder();
        foreach (var (kind, image) in new[] { ("lenet", new Shape(1, 28, 28)), ("resnet20", new Shape(3, 32, 32)) })
        {
            var scaling = image[0] == 1 ? new InputScaling([0.25], [0.75]) : new InputScaling([0.1, 0.2, 0.3], [0.4, 0.5, 0.6]);
            using var network = ClassifierKind.Of(kind).Create(_device, image, 10, scaling);
            network.Initialise(1);
            ClassifierFile.Save(folder.File("a.safetensors"), network, new Dictionary<string, string>());
            using var read = ClassifierFile.Load(WeightFile.Read(folder.File("a.safetensors")), _device, ClassifierKind.Of(kind), image, 10);
            Assert.That((read.Scaling.Mean, read.Scaling.Deviation), Is.EqualTo((scaling.Mean, scaling.Deviation)));
        }
    }

    static ImageSet Shuffled(ImageSet images)
    {
        var order = new int[images.Count];
        Philox.Permutation(RandomStream.For(1, "shuffled"), order);
        return ImageSet.Concatenate([.. order.Select(i => images.Slice(i, 1))]);
    }

    /// <summary>A network that gives every image the same class.</summary>
    Classifier Deciding(int label)
    {
        var network = new LeNet(_device, new Shape(1, 28, 28), 10, new InputScaling([0.1], [0.3]));
        network.Initialise(1);
        var bias = network.Parameters.Last(parameter => parameter.Shape.Count == 10);
        _device.Write(bias.Value.Value, [.. Enumerable.Range(0, 10).Select(k => k == label ? 1e4f : 0)]);
        return new Classifier(network, "deciding");
    }
}
