using SparseGen.Fid;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Fid;

sealed class ScoreTests
{
    [Test]
    public void The_inception_score_of_certain_and_varied_images_is_the_number_of_classes()
    {
        var logits = new float[100 * 10];
        for (var n = 0; n < 100; n++) logits[n * 10 + n % 10] = 1000;
        var score = InceptionScore.Of(logits, classes: 10);
        Assert.That(score.Mean, Is.EqualTo(10).Within(1e-9));
        Assert.That(score.Deviation, Is.Zero.Within(1e-9));
    }

    [Test]
    public void The_inception_score_of_images_that_look_the_same_is_one()
    {
        var logits = Enumerable.Range(0, 500).Select(i => (float)(i % 10)).ToArray();
        Assert.That(InceptionScore.Of(logits, classes: 10).Mean, Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void The_inception_score_is_that_of_its_formula()
    {
        const int Count = 37, Classes = 5;
        var logits = NamedNumbers.Signed("logits", Count * Classes, 4);
        var expected = Enumerable.Range(0, 10).Select(split =>
        {
            var rows = logits.Chunk(Classes).Skip(Count * split / 10).Take(Count * (split + 1) / 10 - Count * split / 10)
                .Select(row => row.Select(z => Math.Exp(z) / row.Sum(other => Math.Exp(other))).ToArray()).ToArray();
            return Math.Exp(rows.Average(row => row.Select((p, k) => p * Math.Log(p / rows.Average(other => other[k]))).Sum()));
        }).ToArray();
        var score = InceptionScore.Of(logits, Classes);
        Assert.That(score.Mean, Is.EqualTo(expected.Average()).Within(1e-10));
        Assert.That(score.Deviation, Is.EqualTo(Math.Sqrt(expected.Average(value => Math.Pow(value - expected.Average(), 2)))).Within(1e-10));
    }

    [Test]
    public void The_kernel_distance_is_that_of_its_formula()
    {
        const int Features = 7;
        var (x, y) = (NamedNumbers.Signed("x", 20 * Features), NamedNumbers.Signed("y", 20 * Features, 1, 0.3));
        double Kernel(float[] a, int i, float[] b, int j) => Math.Pow(Enumerable.Range(0, Features).Sum(f => (double)a[i * Features + f] * b[j * Features + f]) / Features + 1, 3);
        var (within, across) = (0.0, 0.0);
        for (var i = 0; i < 20; i++)
            for (var j = 0; j < 20; j++)
            {
                if (i != j) within += (Kernel(x, i, x, j) + Kernel(y, i, y, j)) / (20 * 19);
                across += Kernel(x, i, y, j) / (20 * 20);
            }
        // One subset that is the whole set, whatever its order.
        Assert.That(KernelDistance.Between(x, y, Features, subsets: 3, subsetSize: 20).Mean, Is.EqualTo(within - 2 * across).Within(1e-12));
    }

    [Test]
    public void The_kernel_distance_of_one_distribution_is_zero_within_its_spread()
    {
        var (x, y) = (NamedNumbers.Signed("x", 2000 * 16), NamedNumbers.Signed("y", 2000 * 16));
        var same = KernelDistance.Between(x, y, 16, subsets: 20, subsetSize: 200);
        var other = KernelDistance.Between(x, NamedNumbers.Signed("y", 2000 * 16, 1.2), 16, subsets: 20, subsetSize: 200);
        Assert.That(same.Mean, Is.Zero.Within(same.Deviation));
        Assert.That(other.Mean, Is.GreaterThan(5 * Math.Abs(same.Mean)));
        Assert.That(KernelDistance.Between(x, y, 16, subsets: 20, subsetSize: 200), Is.EqualTo(same));
    }

    [Test]
    public void Precision_and_recall_of_a_set_with_itself_are_one()
    {
        var x = NamedNumbers.Signed("x", 1500 * 8);
        Assert.That(PrecisionRecall.Between(x, x, 8), Is.EqualTo(new PrecisionRecall(1, 1)));
    }

    [Test]
    public void Precision_and_recall_of_sets_apart_are_zero() =>
        Assert.That(PrecisionRecall.Between(NamedNumbers.Signed("x", 800), NamedNumbers.Signed("y", 800, 1, 10), 8), Is.EqualTo(new PrecisionRecall(0, 0)));

    [Test]
    public void A_set_of_few_modes_has_precision_but_no_recall()
    {
        var real = NamedNumbers.Signed("x", 2000 * 2);
        var few = Enumerable.Range(0, 2000).SelectMany(i => new[] { real[i % 3 * 2] + 1e-4f * (i / 3), real[i % 3 * 2 + 1] }).ToArray();
        var (precision, recall) = PrecisionRecall.Between(real, few, 2);
        Assert.That(precision, Is.GreaterThan(0.5));
        Assert.That(recall, Is.LessThan(0.1));
    }

    [Test]
    public void Subsets_of_both_sets_are_drawn_apart()
    {
        // Of one set with itself: the same images in both subsets would count each image with itself, and the distance would be far below zero.
        var x = NamedNumbers.Signed("x", 400 * 16);
        var found = KernelDistance.Between(x, x, 16, subsets: 50, subsetSize: 40);
        double Kernel(int i, int j) => Math.Pow(Enumerable.Range(0, 16).Sum(f => (double)x[i * 16 + f] * x[j * 16 + f]) / 16 + 1, 3);
        var own = Enumerable.Range(0, 400).Average(i => Kernel(i, i));
        var others = Enumerable.Range(0, 399).Average(i => Kernel(i, i + 1));
        Assert.That(found.Mean, Is.GreaterThan(-0.5 * 2 * (own - others) / 40));
    }

    [Test]
    public void Precision_and_recall_are_those_of_their_definition([Values(60, 1_100)] int count)
    {
        const int Features = 3;
        var (x, y) = (NamedNumbers.Signed("x", count * Features), NamedNumbers.Signed("y", count * Features, 0.8, 0.2));
        double Distance(float[] a, int i, float[] b, int j) => Enumerable.Range(0, Features).Sum(f => Math.Pow((double)a[i * Features + f] - b[j * Features + f], 2));
        double Inside(float[] set, float[] centres)
        {
            var radii = Enumerable.Range(0, count).Select(j => Enumerable.Range(0, count).Where(other => other != j).Select(other => Distance(centres, j, centres, other)).Order().ElementAt(2)).ToArray();
            return Enumerable.Range(0, count).Count(i => Enumerable.Range(0, count).Any(j => Distance(set, i, centres, j) <= radii[j])) / (double)count;
        }
        Assert.That(PrecisionRecall.Between(x, y, Features), Is.EqualTo(new PrecisionRecall(Inside(y, x), Inside(x, y))));
    }

    [Test]
    public void Names_say_the_number_of_samples_and_the_features()
    {
        Assert.That(MetricName.Frechet("inception", 10_000), Is.EqualTo("fid10k"));
        Assert.That(MetricName.Score("inception", 50_000), Is.EqualTo("is50k"));
        Assert.That(MetricName.Kernel("inception", 64), Is.EqualTo("kid64"));
        Assert.That(MetricName.Frechet("resnet20-cifar10", 2048), Is.EqualTo("frechet2k-resnet20-cifar10"));
        Assert.That(MetricName.Score("lenet-mnist", 2500), Is.EqualTo("score2.5k-lenet-mnist"));
        Assert.That(MetricName.Recall("lenet-mnist", 999), Is.EqualTo("recall999-lenet-mnist"));
    }
}
