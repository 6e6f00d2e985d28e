using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Fid;

sealed class InceptionTests
{
    Device _device = null!;
    InceptionNetwork _network = null!;
    ArrayFile _golden = null!;

    [OneTimeSetUp]
    public void Build()
    {
        _device = Device.Host();
        _network = new InceptionNetwork(_device, HashedInception.Array);
        _golden = Safetensors.Read(Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", "fid-inception.safetensors"));
    }

    [OneTimeTearDown]
    public void Release()
    {
        _network.Dispose();
        _device.Dispose();
    }

    [Test]
    public void Features_logits_and_block_means_are_the_golden_ones(
        [Values] Preprocessing preprocessing, [Values("32x3", "64x2", "299x1")] string sizeAndCount)
    {
        var parts = sizeAndCount.Split('x');
        var (size, count) = (int.Parse(parts[0]), int.Parse(parts[1]));
        var mark = preprocessing == Preprocessing.TensorFlow ? "_tf" : "";
        using var scope = _device.OpenScope();
        var map = Images(HashedInception.Images(count, size), preprocessing);
        for (var stage = 0; stage < 3; stage++)
        {
            map = _network.Stage(stage, map);
            var mean = _device.Allocate(new Shape(map.Shape[0], count));
            _network.Mean(map, mean);
            Assert.That(Error(mean, $"block{stage}{mark}.mean.{size}"), Is.LessThan(GoldenTolerances.InceptionFeatures));
        }
        var features = _device.Allocate(new Shape(2048, count));
        _network.Mean(_network.Stage(3, map), features);
        Assert.That(Error(features, $"pool3{mark}.{size}"), Is.LessThan(GoldenTolerances.InceptionFeatures));
        var logits = _device.Allocate(new Shape(1008, count));
        _network.Classify(features, logits);
        Assert.That(Error(logits, $"logits_unbiased{mark}.{size}"), Is.LessThan(GoldenTolerances.InceptionFeatures));
    }

    Tensor Images(ImageSet images, Preprocessing preprocessing)
    {
        var shape = new Shape(3, 299, 299, images.Count);
        var values = new float[shape.Count];
        new InceptionInput(preprocessing).Fill(images, 0, images.Count, values);
        return _device.Upload(shape, values);
    }

    /// <summary>Relative L2, of (F, N) against the golden (N, F).</summary>
    double Error(Tensor found, string name)
    {
        var (rows, batch) = (found.Shape[0], found.Shape[1]);
        var expected = _golden.Get(name, new Shape(batch, rows)).ToDouble();
        var values = _device.Read(found);
        var ordered = new double[expected.Length];
        for (var n = 0; n < batch; n++)
            for (var f = 0; f < rows; f++) ordered[n * rows + f] = values[f * batch + n];
        var error = ContractCheck.RelativeError(ordered, expected);
        TestContext.Out.WriteLine($"{name}: {error:E1}");
        return error;
    }
}
