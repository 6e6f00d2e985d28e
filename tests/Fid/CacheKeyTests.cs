using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Fid;

/// <summary>What is kept is found again only where everything is the same that it depends on: each part is changed alone.</summary>
public class CacheKeyTests
{
    static readonly ImageSet Images = Glyphs.Create(count: 40, seed: 7);

    TemporaryFolder _folder = null!;
    Device _device = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _device = Device.Host(threads: 1);
    }

    [TearDown]
    public void TearDown()
    {
        _device.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_classifier_depends_on_pixels_labels_and_its_training()
    {
        var training = new ClassifierTraining(ClassifierKind.Of("lenet"), Epochs: 2, LearningRate: 0.05, Mirrored: false);
        var cache = new FeatureCache(_folder.Path);
        string Of(ImageSet train, ClassifierTraining how) => cache.PathOf(new DataSet("glyphs", train, Images), how);
        string[] paths =
        [
            Of(Images, training),
            Of(Changed(pixels: true), training), Of(Changed(pixels: false), training), Of(Images.Slice(0, 39), training), Of(Reshaped(), training),
            Of(Images, training with { Epochs = 3 }), Of(Images, training with { LearningRate = 0.06 }), Of(Images, training with { Mirrored = true }), Of(Images, training with { Seed = 2 }), Of(Images, training with { Kind = ClassifierKind.Of("resnet20") }),
        ];
        Assert.That(paths, Is.Unique);
        Assert.That(Of(Images.Slice(0, 40), training with { }), Is.EqualTo(paths[0]));
    }

    [Test]
    public void Statistics_depend_on_the_images_and_all_of_the_network()
    {
        using var network = Network(seed: 1, mean: 0.1);
        using var otherWeights = Network(seed: 2, mean: 0.1);
        using var otherScaling = Network(seed: 1, mean: 0.2);
        var cache = new FeatureCache(_folder.Path);
        foreach (var (images, by) in new[] { (Images, network), (Changed(pixels: true), network), (Images.Slice(0, 39), network), (Images, otherWeights), (Images, otherScaling) })
        {
            var kept = cache.Statistics(images, by);
            Assert.That(kept.Mean, Is.EqualTo(FeatureSet.Extract(by, [images]).Statistics.Mean));
        }
        Assert.That(Directory.GetFiles(_folder.Path), Has.Length.EqualTo(5));
        cache.Statistics(Images, network);
        Assert.That(Directory.GetFiles(_folder.Path), Has.Length.EqualTo(5), "what is there is read");
    }

    [Test]
    public void Features_of_Inception_depend_on_the_preprocessing()
    {
        using var network = new InceptionNetwork(_device, HashedInception.Array);
        var (first, second) = (new InceptionFeatures(_device, network, Preprocessing.TensorFlow), new InceptionFeatures(_device, network, Preprocessing.PyTorch));
        Assert.That(first.Fingerprint, Is.Not.EqualTo(second.Fingerprint));
        Assert.That(first.Fingerprint, Is.EqualTo(new InceptionFeatures(_device, network, Preprocessing.TensorFlow).Fingerprint));
    }

    Classifier Network(ulong seed, double mean)
    {
        var network = new LeNet(_device, new Shape(1, 28, 28), 10, new InputScaling([mean], [0.3]));
        network.Initialise(seed);
        return new Classifier(network, "lenet-glyphs");
    }

    static ImageSet Changed(bool pixels)
    {
        var (bytes, labels) = (Images.Pixels.ToArray(), Images.Labels.ToArray());
        if (pixels) bytes[^1] ^= 1;
        else labels[^1] = (byte)((labels[^1] + 1) % 10);
        return new ImageSet(Images.Name, 1, 28, 28, 10, bytes, labels);
    }

    /// <summary>The same bytes as images of another shape.</summary>
    static ImageSet Reshaped() => new(Images.Name, 1, 14, 56, 10, Images.Pixels.ToArray(), Images.Labels.ToArray());
}
