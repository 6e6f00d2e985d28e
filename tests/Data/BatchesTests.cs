using SparseGen.Data;

namespace SparseGen.Tests.Data;

public class BatchesTests
{
    static readonly ImageSet Images = Glyphs.Create(103, seed: 7);
    static readonly ImageSet Coloured = Glyphs.Create(20, seed: 7, color: true);

    [Test]
    public void An_epoch_sees_every_image_at_most_once_and_drops_less_than_a_batch()
    {
        var batches = new Batches(Images, 10, seed: 1);
        Assert.That(batches.StepsPerEpoch, Is.EqualTo(10));
        foreach (var epoch in (int[])[0, 1])
        {
            var seen = Enumerable.Range(0, 10).SelectMany(step => Indices(batches, epoch * 10 + step)).ToArray();
            Assert.That(seen, Is.Unique.And.Length.EqualTo(100));
            Assert.That(seen, Is.All.InRange(0, 102));
        }
    }

    [Test]
    public void Epochs_and_seeds_have_orders_of_their_own()
    {
        var first = Indices(new Batches(Images, 100, seed: 1), 0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Indices(new Batches(Images, 100, seed: 1), 1), Is.Not.EqualTo(first));
            Assert.That(Indices(new Batches(Images, 100, seed: 2), 0), Is.Not.EqualTo(first));
        }
    }

    [Test]
    public void A_step_is_the_same_whatever_was_asked_before()
    {
        var forward = new Batches(Images, 10, seed: 1);
        var all = Enumerable.Range(0, 30).Select(step => Indices(forward, step)).ToArray();
        var backward = new Batches(Images, 10, seed: 1);
        for (var step = 29; step >= 0; step--) Assert.That(Indices(backward, step), Is.EqualTo(all[step]));
    }

    [Test]
    public void Pixels_and_labels_are_laid_out_with_the_batch_innermost()
    {
        const int N = 7;
        var batches = new Batches(Coloured, N, seed: 1);
        var pixels = new float[Coloured.ImageSize * N];
        var labels = new byte[N];
        batches.Fill(1, pixels, low: -1, high: 1);
        batches.FillLabels(1, labels);
        var indices = Indices(batches, 1);
        for (var n = 0; n < N; n++)
        {
            Assert.That(labels[n], Is.EqualTo(Coloured.Labels[indices[n]]));
            var image = Coloured.Image(indices[n]).ToArray();
            Assert.That(Enumerable.Range(0, image.Length).Select(i => pixels[i * N + n]), Is.EqualTo(image.Select(pixel => (float)(pixel * 2.0 / 255 - 1))).Within(1e-6f));
        }
    }

    [Test]
    public void Black_is_low_and_white_is_high_exactly()
    {
        var set = new ImageSet("two", 1, 1, 2, 10, new byte[] { 0, 255 }, new byte[] { 0 });
        var pixels = new float[2];
        BatchLayout.Fill(set, 0, 1, pixels);
        Assert.That(pixels, Is.EqualTo(new[] { 0f, 1f }));
        BatchLayout.Fill(set, 0, 1, pixels, -1, 1);
        Assert.That(pixels, Is.EqualTo(new[] { -1f, 1f }));
    }

    [Test]
    public void A_short_last_batch_is_laid_out_for_evaluation()
    {
        var pixels = new float[3 * Images.ImageSize];
        BatchLayout.Fill(Images, 100, 3, pixels);
        Assert.That(Enumerable.Range(0, Images.ImageSize).Select(i => pixels[i * 3 + 2]), Is.EqualTo(Images.Image(102).ToArray().Select(pixel => pixel / 255f)).Within(1e-7f));
    }

    [Test]
    public void A_step_allocates_nothing()
    {
        var batches = new Batches(Images, 10, seed: 1);
        var pixels = new float[Images.ImageSize * 10];
        var labels = new byte[10];
        batches.Fill(0, pixels);
        batches.FillLabels(0, labels);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 25; step++)
        {
            batches.Fill(step, pixels);
            batches.FillLabels(step, labels);
        }
        Assert.That(GC.GetAllocatedBytesForCurrentThread(), Is.EqualTo(before));
    }

    [Test]
    public void Wrong_sizes_are_refused()
    {
        var batches = new Batches(Images, 10, seed: 1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new Batches(Images, 104, seed: 1), Throws.ArgumentException.With.Message.Contains("104").And.Message.Contains("103"));
            Assert.That(() => new Batches(Images, 0, seed: 1), Throws.ArgumentException);
            Assert.That(() => batches.Fill(0, new float[7]), Throws.ArgumentException.With.Message.Contains("7,840"));
            Assert.That(() => batches.FillLabels(0, new byte[7]), Throws.ArgumentException);
            Assert.That(() => batches.Indices(-1, new int[10]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    static int[] Indices(Batches batches, long step)
    {
        var indices = new int[batches.Size];
        batches.Indices(step, indices);
        return indices;
    }
}
