using System.Security.Cryptography;
using SparseGen.Data;

namespace SparseGen.Tests.Data;

public class GlyphsTests
{
    [TestCase(false, "4d10fea28058af4c70d8c973d1162a1075bbe350523b5e84033a04392378c944")]
    [TestCase(true, "089ec6d920c14fe766cc2490f920424cf442b4cd8cbcbef057e3dc205efcc0f6")]
    public void The_bytes_are_the_same_on_every_machine(bool color, string expected)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Glyphs.Create(500, seed: 7, color).Pixels));
        Assert.That(hash, Is.EqualTo(expected));
    }

    [Test]
    public void An_image_depends_on_seed_and_index_alone()
    {
        var few = Glyphs.Create(30, seed: 7);
        var many = Glyphs.Create(100, seed: 7);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(many.Pixels[..few.Pixels.Length].SequenceEqual(few.Pixels));
            Assert.That(Glyphs.Create(30, seed: 8).Pixels.SequenceEqual(few.Pixels), Is.False);
        }
    }

    [Test]
    public void All_images_of_training_and_test_differ([Values] bool color)
    {
        var set = Glyphs.Split(train: 300, test: 300, seed: 7, color);
        var images = new[] { set.Train, set.Test }.SelectMany(part => Enumerable.Range(0, part.Count).Select(i => Convert.ToHexString(SHA256.HashData(part.Image(i)))));
        Assert.That(images, Is.Unique);
    }

    [TestCase(false, 1, 28), TestCase(true, 3, 32)]
    public void Every_class_occurs_equally_often(bool color, int channels, int size)
    {
        var images = Glyphs.Create(200, seed: 1, color);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((images.Channels, images.Height, images.Width, images.Classes), Is.EqualTo((channels, size, size, 10)));
            Assert.That(ImageStatistics.Of(images).LabelCounts, Is.All.EqualTo(20));
            Assert.That(Glyphs.ClassNames, Has.Count.EqualTo(10).And.Unique);
        }
    }

    [Test]
    public void Classes_can_be_told_apart([Values] bool color)
    {
        // By the nearest of 1,000 images: far above the 10 % of guessing, below the 100 % of a trivial task.
        var set = Glyphs.Split(train: 1_000, test: 100, seed: 3, color);
        var correct = 0;
        for (var i = 0; i < set.Test.Count; i++)
            if (set.Train.Labels[Nearest(set.Train, set.Test.Image(i))] == set.Test.Labels[i]) correct++;
        Assert.That(correct / (double)set.Test.Count, Is.InRange(color ? 0.4 : 0.8, 0.995));
    }

    static int Nearest(ImageSet images, ReadOnlySpan<byte> image)
    {
        var (best, smallest) = (-1, int.MaxValue);
        for (var k = 0; k < images.Count; k++)
        {
            var other = images.Image(k);
            var distance = 0;
            for (var i = 0; i < image.Length && distance < smallest; i++) distance += (image[i] - other[i]) * (image[i] - other[i]);
            if (distance < smallest) (best, smallest) = (k, distance);
        }
        return best;
    }
}
