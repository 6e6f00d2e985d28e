using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Tests.Fid;
using static SparseGen.Tests.Cli.InProcess;

namespace SparseGen.Tests.Cli;

/// <summary>Commands that measure: what they print is computed again here.</summary>
public class MeasuringCommandTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_classifier_is_tested_on_the_test_images()
    {
        using var device = Device.Host();
        var weights = _folder.File("lenet.safetensors");
        using (var network = new ClassifierTraining(ClassifierKind.Of("lenet"), Epochs: 2, LearningRate: 0.05, Mirrored: false).Run(Glyphs.Create(1280, seed: 7), device))
            ClassifierFile.Save(weights, network, new Dictionary<string, string>());
        var test = new DataFolder(null).Load("glyphs").Test;
        using var classifier = Classifier.Load(weights, null, test, device);
        var correct = Enumerable.Range(0, test.Count).Count(i => classifier.CountCorrect(test.Slice(i, 1)) == 1);
        Assert.That(Run("classifier", "test", "glyphs", "--weights", weights), Is.EqualTo((0, FormattableString.Invariant($"lenet: {correct:N0} of 2,000 test images, {correct / 2000.0:P2}\n"), "")));
    }

    [TestCase("tensorflow", Preprocessing.TensorFlow)]
    [TestCase("pytorch", Preprocessing.PyTorch)]
    public void Pictures_are_resized_for_Inception_as_was_asked(string option, Preprocessing preprocessing)
    {
        var (weights, pictures, statistics) = (_folder.File("inception.npz"), _folder.File("pictures"), _folder.File("statistics.npz"));
        Npz.Write(weights, InceptionNetwork.Arrays.Select(array => new KeyValuePair<string, NDArray>(array.Key, HashedInception.Array(array.Key, array.Value))));
        var images = HashedInception.Images(count: 3, size: 48);
        Directory.CreateDirectory(pictures);
        for (var i = 0; i < images.Count; i++) Png.Write(Path.Combine(pictures, $"{i}.png"), Picture.Of(images, i));
        var (code, _, error) = Run("fid", "stats", pictures, statistics, "--inception", weights, "--preprocessing", option);
        Assert.That(code, Is.Zero, error);
        using var device = Device.Host();
        using var network = new InceptionFeatures(device, InceptionNetwork.Load(weights, device), preprocessing);
        var expected = FeatureSet.Extract(network, [images]).Statistics.Mean.ToArray();
        Assert.That(StatisticsFile.Read(statistics).Mean.ToArray(), Is.EqualTo(expected).Within(1e-4).Percent);
    }

    [Test]
    public void A_part_of_a_set_is_that_part()
    {
        var (data, set) = (new DataFolder(null), new DataFolder(null).Load("glyphs"));
        foreach (var (text, expected) in new[] { ("glyphs", set.Train), ("glyphs:train", set.Train), ("glyphs:test", set.Test) })
            Assert.That(ImageSource.Of(text, data).Read().Single().Pixels.SequenceEqual(expected.Pixels), text);
    }
}
