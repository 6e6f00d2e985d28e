using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Training;

namespace SparseGen.Tests.Training;

/// <summary>Batches come to every device as they are laid out, whatever was prepared ahead.</summary>
[TestFixture("host")]
[TestFixture("reference")]
[TestFixture("ilgpu-cpu")]
sealed class BatchFeedTests(string name)
{
    static readonly ImageSet Images = Glyphs.Create(count: 20, seed: 3);

    [TestCase(1)]
    [TestCase(2)]
    public void Steps_have_the_same_images_in_any_order(int perStep)
    {
        using var device = Devices.Open(name, threads: 0);
        using var feed = new BatchFeed(device, new Batches(Images, 4, seed: 1), perStep);
        var batches = new Batches(Images, 4, seed: 1);
        var size = 4 * Images.ImageSize;
        foreach (var step in (int[])[0, 1, 2, 7, 3, 3, 4, 100])
        {
            using var scope = device.OpenScope();
            var expected = new float[perStep * size];
            for (var i = 0; i < perStep; i++) batches.Fill(step * perStep + i, expected.AsSpan(i * size, size));
            Assert.That(device.Read(feed.Take(step, out _)), Is.EqualTo(expected), $"step {step}");
        }
    }

    [Test]
    public void Memory_is_given_back()
    {
        using var device = Devices.Open(name, threads: 0);
        using (device.OpenScope())
        using (var feed = new BatchFeed(device, new Batches(Images, 4, seed: 1), perStep: 1))
            feed.Take(0, out _);
        Assert.That(device.Memory.BytesInUse, Is.Zero);
    }
}
