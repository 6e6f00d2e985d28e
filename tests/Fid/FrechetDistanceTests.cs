using SparseGen.Fid;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Fid;

sealed class FrechetDistanceTests
{
    [TestCase("small", 200, 16)]
    [TestCase("rank_deficient", 20, 64)]
    [TestCase("large", 3000, 192)]
    public void Distances_are_the_golden_ones(string name, int count, int features)
    {
        var (a, b) = (Statistics(First(name, count, features), features), Statistics(Second(name, count, features), features));
        var expected = Golden(name);
        Assert.That(FrechetDistance.Between(a, b), Is.EqualTo(expected).Within(GoldenTolerances.FrechetDistance * expected));
        Assert.That(FrechetDistance.Between(b, a), Is.EqualTo(expected).Within(GoldenTolerances.FrechetDistance * expected));
    }

    [Test]
    public void Identical_sets_have_no_distance()
    {
        var statistics = Statistics(First("identical", 100, 24), 24);
        Assert.That(FrechetDistance.Between(statistics, statistics), Is.Zero.Within(1e-9));
    }

    [Test]
    public void A_distance_of_a_few_images_is_a_number()
    {
        // Covariances of far lower rank than they have rows: rounding makes eigenvalues of 0 negative now and then.
        for (var i = 0; i < 30; i++)
        {
            var (a, b) = (Statistics(NamedNumbers.Signed($"a{i}", 3 * 40).Select(value => (double)value).ToArray(), 40), Statistics(NamedNumbers.Signed($"b{i}", 4 * 40).Select(value => (double)value).ToArray(), 40));
            Assert.That(FrechetDistance.Between(a, b), Is.GreaterThan(0), $"{i}");
        }
    }

    [Test]
    public void Statistics_do_not_depend_on_batches([Values(1, 7, 255, 1000)] int batch)
    {
        var features = First("large", 3000, 192).Select(value => (float)value).ToArray();
        var (whole, pieces) = (new FeatureAccumulator(192), new FeatureAccumulator(192));
        whole.Add(features);
        foreach (var piece in features.Chunk(batch * 192)) pieces.Add(piece);
        Assert.That(pieces.ToStatistics().Mean, Is.EqualTo(whole.ToStatistics().Mean));
        Assert.That(pieces.ToStatistics().Covariance.Values.SequenceEqual(whole.ToStatistics().Covariance.Values), Is.True);
    }

    [Test]
    public void Ten_merged_shards_equal_one_pass()
    {
        // A mean far from zero, where sums of squares would lose what the covariance is made of.
        var features = First("large", 3000, 192).Select((value, i) => (float)(1000 + value + 0.001 * (i / 192))).ToArray();
        var whole = new FeatureAccumulator(192);
        whole.Add(features);
        var merged = new FeatureAccumulator(192);
        foreach (var shard in features.Chunk(300 * 192))
        {
            var part = new FeatureAccumulator(192);
            part.Add(shard);
            merged.Merge(part);
        }
        var (one, ten) = (whole.ToStatistics(), merged.ToStatistics());
        Assert.That(ten.Count, Is.EqualTo(3000));
        Assert.That(ContractCheck.RelativeError(ten.Mean, one.Mean), Is.LessThan(GoldenTolerances.MergedStatistics));
        Assert.That(ContractCheck.RelativeError(ten.Covariance.Values, one.Covariance.Values), Is.LessThan(GoldenTolerances.MergedStatistics));
        Assert.That(FrechetDistance.Between(one, ten), Is.Zero.Within(1e-9));
    }

    [Test]
    public void Statistics_of_different_features_are_refused() =>
        Assert.That(() => FrechetDistance.Between(Statistics(new double[30], 3), Statistics(new double[30], 5)), Throws.ArgumentException);

    static double[] First(string name, int count, int features) => NamedNumbers.Uniform($"fa.{name}", (long)count * features);

    static double[] Second(string name, int count, int features) =>
        Array.ConvertAll(NamedNumbers.Uniform($"fb.{name}", (long)count * features), u => Math.Pow(u, 1.5) + 0.1);

    static GaussianStatistics Statistics(double[] values, int features)
    {
        var accumulator = new FeatureAccumulator(features);
        accumulator.Add(Array.ConvertAll(values, value => (float)value));
        return accumulator.ToStatistics();
    }

    static double Golden(string name) =>
        Safetensors.Read(Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", "frechet.safetensors"))[$"distance.{name}"].ToDouble()[0];
}
