using SparseGen.Data;

namespace SparseGen.Tests.Data;

public class ImageSetTests
{
    static readonly ImageSet Two = new("two", 2, 1, 2, 10, new byte[] { 0, 255, 51, 51, 255, 0, 51, 51 }, new byte[] { 3, 9 });

    [Test]
    public void Statistics_are_those_of_each_channel()
    {
        var statistics = ImageStatistics.Of(Two);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statistics.Means, Is.EqualTo(new[] { 0.5, 0.2 }).Within(1e-12));
            Assert.That(statistics.Deviations, Is.EqualTo(new[] { 0.5, 0 }).Within(1e-12));
            Assert.That(statistics.LabelCounts, Is.EqualTo(new[] { 0, 0, 0, 1, 0, 0, 0, 0, 0, 1 }));
        }
    }

    [Test]
    public void A_slice_holds_its_images()
    {
        var slice = Two.Slice(1, 1);
        Assert.That((slice.Count, slice.Labels[0], slice.Image(0)[0]), Is.EqualTo((1, (byte)9, (byte)255)));
    }

    [Test]
    public void Sizes_and_labels_must_fit()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new ImageSet("x", 1, 2, 2, 10, new byte[7], new byte[2]), Throws.ArgumentException.With.Message.Contains("8 bytes, not 7"));
            Assert.That(() => new ImageSet("x", 1, 1, 1, 10, new byte[1], new byte[] { 10 }), Throws.ArgumentException.With.Message.Contains("10"));
        }
    }
}
