using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Tests.Fid;

/// <summary>What a distance of images has to show, in the features of a network that was never trained.</summary>
sealed class ImageMetricTests
{
    static readonly ImageSet Images = Glyphs.Split(600, 10, seed: 7).Train;

    Device _device = null!;
    Classifier _network = null!;

    [OneTimeSetUp]
    public void Build()
    {
        _device = Device.Host();
        var network = new LeNet(_device, new Shape(1, 28, 28), 10, new InputScaling([0.1], [0.3]));
        network.Initialise(seed: 1);
        _network = new Classifier(network, "lenet-glyphs");
    }

    [OneTimeTearDown]
    public void Release()
    {
        _network.Dispose();
        _device.Dispose();
    }

    [Test]
    public void A_set_has_no_distance_from_itself()
    {
        var statistics = Statistics(Images);
        Assert.That(FrechetDistance.Between(statistics, statistics), Is.Zero.Within(1e-3));
    }

    [Test]
    public void The_distance_grows_with_noise() =>
        Assert.That(Distances([8, 16, 32, 64, 128], Noisy), Is.Ordered.Ascending.And.All.GreaterThan(0));

    [Test]
    public void The_distance_grows_with_blur() =>
        Assert.That(Distances([1, 2, 3, 4, 5], Blurred), Is.Ordered.Ascending.And.All.GreaterThan(0));

    [Test]
    public void Features_do_not_depend_on_the_pieces_that_images_come_in()
    {
        var whole = FeatureSet.Extract(_network, [Images], Kept.Features | Kept.Logits);
        var pieces = FeatureSet.Extract(_network, Enumerable.Range(0, 6).Select(i => Images.Slice(100 * i, 100)), Kept.Features | Kept.Logits);
        Assert.That(pieces.Features, Is.EqualTo(whole.Features));
        Assert.That(pieces.Logits, Is.EqualTo(whole.Logits));
        Assert.That(pieces.Statistics.Covariance.Values.SequenceEqual(whole.Statistics.Covariance.Values), Is.True);
        Assert.That(whole.Features, Has.Length.EqualTo(600 * 84));
    }

    [Test]
    public void A_metric_measures_against_the_training_images_and_says_from_how_many()
    {
        using var folder = new TemporaryFolder();
        var metric = new FeatureCache(folder.Path).Metric(Images, _network);
        var values = metric.Measure([Images.Slice(0, 300)]);
        Assert.That(values.Select(value => (value.Name, value.LowerIsBetter)), Is.EqualTo(new[] { ("frechet300-lenet-glyphs", true), ("score300-lenet-glyphs", false) }));
        Assert.That(values[0].Value, Is.GreaterThan(0).And.LessThan(metric.Measure([Blurred(Images, 2)])[0].Value));
        Assert.That(Directory.GetFiles(folder.Path, "statistics-lenet-glyphs-*.npz"), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_metric_takes_a_models_batches_as_they_come_and_says_its_names_before()
    {
        using var folder = new TemporaryFolder();
        var cache = new FeatureCache(folder.Path);
        var data = new DataSet("glyphs", Images, Images);
        var passed = 0;
        var metric = cache.Metric(Images, _network, new Counting(count => passed = count));
        Assert.That(passed, Is.EqualTo(600));
        var values = metric.Measure(_device, Batches(), low: -1);
        Assert.That(values, Is.EqualTo(metric.Measure([Images.Slice(0, 300)])));
        Assert.That(metric.Names(300), Is.EqualTo(values.Select(value => value.Name)));
        Assert.That(metric.Names(2048), Is.EqualTo(new[] { "frechet2k-lenet-glyphs", "score2k-lenet-glyphs" }));
        Assert.That(metric.Names(9), Is.EqualTo(new[] { "frechet9-lenet-glyphs" }), "ten splits need ten images");
        Assert.That(ClassifierTraining.For(data).NameOn(data), Is.EqualTo(_network.Name));

        IEnumerable<Tensor> Batches()
        {
            for (var start = 0; start < 300; start += 50)
            {
                using var scope = _device.OpenScope();
                var pixels = new float[50 * Images.ImageSize];
                BatchLayout.Fill(Images, start, 50, pixels, low: -1);
                yield return _device.Upload(new Shape(1, 28, 28, 50), pixels);
            }
        }
    }

    [Test]
    public void Generated_images_are_rounded_and_clamped_to_bytes()
    {
        using var scope = _device.OpenScope();
        // (1, 1, 2, 3): two pixels of three images.
        var images = _device.Upload(new Shape(1, 1, 2, 3), [-1, 0, 1, -7, 0.999f, float.NaN]);
        var set = Quantisation.Of(_device, images, "generated", low: -1);
        Assert.That(set.Pixels.ToArray(), Is.EqualTo(new byte[] { 0, 0, 128, 255, 255, 0 }));
        Assert.That(set.Count, Is.EqualTo(3));
    }

    [Test]
    public void Statistics_are_kept_as_others_read_them()
    {
        using var folder = new TemporaryFolder();
        var statistics = Statistics(Images);
        StatisticsFile.Write(folder.File("a.npz"), statistics);
        var again = StatisticsFile.Read(folder.File("a.npz"));
        Assert.That(again.Mean, Is.EqualTo(statistics.Mean));
        Assert.That(again.Count, Is.EqualTo(600));
        Assert.That(again.Covariance.Values.SequenceEqual(statistics.Covariance.Values), Is.True);

        // As pytorch-fid writes them.
        Npz.Write(folder.File("b.npz"), [new("mu", NDArray.Of<double>(new Shape(2), [1, 2])), new("sigma", NDArray.Of<double>(new Shape(2, 2), [1, 0, 0, 1]))]);
        Assert.That(StatisticsFile.Read(folder.File("b.npz")).Count, Is.Null);
        Npz.Write(folder.File("c.npz"), [new("mu", NDArray.Of<double>(new Shape(2), [1, 2])), new("sigma", NDArray.Of<double>(new Shape(1, 4), [1, 0, 0, 1]))]);
        Assert.That(() => StatisticsFile.Read(folder.File("c.npz")), Throws.TypeOf<FileFormatException>().With.Message.Contains("(2, 2)").And.Message.Contains("(1, 4)"));
    }

    sealed class Counting(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }

    double[] Distances(int[] levels, Func<ImageSet, int, ImageSet> damage)
    {
        var reference = Statistics(Images);
        return Array.ConvertAll(levels, level => FrechetDistance.Between(reference, Statistics(damage(Images, level))));
    }

    GaussianStatistics Statistics(ImageSet images) => FeatureSet.Extract(_network, [images]).Statistics;

    static ImageSet Noisy(ImageSet images, int deviation)
    {
        var noise = new float[images.Pixels.Length];
        Philox.Normal(RandomStream.For(3, "noise"), 0, noise);
        return With(images, images.Pixels.ToArray().Select((pixel, i) => (byte)Math.Clamp(pixel + deviation * noise[i], 0, 255)).ToArray());
    }

    /// <summary>Means over squares of 2·radius + 1 pixels.</summary>
    static ImageSet Blurred(ImageSet images, int radius)
    {
        var blurred = new byte[images.Pixels.Length];
        for (var n = 0; n < images.Count; n++)
            for (var y = 0; y < images.Height; y++)
                for (var x = 0; x < images.Width; x++)
                {
                    var sum = 0;
                    for (var v = Math.Max(0, y - radius); v <= Math.Min(images.Height - 1, y + radius); v++)
                        for (var u = Math.Max(0, x - radius); u <= Math.Min(images.Width - 1, x + radius); u++) sum += images.Image(n)[v * images.Width + u];
                    blurred[(n * images.Height + y) * images.Width + x] = (byte)(sum / ((2 * radius + 1) * (2 * radius + 1)));
                }
        return With(images, blurred);
    }

    static ImageSet With(ImageSet images, byte[] pixels) =>
        new(images.Name, images.Channels, images.Height, images.Width, images.Classes, pixels, images.Labels.ToArray());
}
