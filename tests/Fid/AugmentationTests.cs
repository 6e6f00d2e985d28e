using SparseGen.Data;

namespace SparseGen.Tests.Fid;

/// <summary>Every augmented image is one of its image's shifts, mirrored or not, computed by plain loops.</summary>
public class AugmentationTests
{
    const int Side = 5, Shift = 2, Count = 300;

    [Test]
    public void Images_are_shifted_and_mirrored_within_their_channels([Values] bool mirrored)
    {
        // Two channels of pixels that are all different and none 0.
        var pixels = Enumerable.Range(1, 2 * Side * Side).Select(i => (byte)(4 * i)).ToArray();
        var images = new ImageSet("numbers", 2, Side, Side, 1, pixels, new byte[1]);
        var batch = new float[pixels.Length * Count];
        new Augmentation(Shift, mirrored).Fill(images, new int[Count], RandomStream.For(1, "test"), batch);
        var seen = new HashSet<(int Down, int Right, bool Mirrored)>();
        for (var n = 0; n < Count; n++)
        {
            var image = Enumerable.Range(0, pixels.Length).Select(p => (byte)Math.Round(batch[p * Count + n] * 255)).ToArray();
            var moves = Moves(mirrored).Where(move => Moved(pixels, move).AsSpan().SequenceEqual(image)).ToArray();
            Assert.That(moves, Has.Length.EqualTo(1), $"image {n}");
            seen.Add(moves[0]);
        }
        Assert.That(seen, Is.EquivalentTo(Moves(mirrored)), "every shift occurs");
    }

    static IEnumerable<(int Down, int Right, bool Mirrored)> Moves(bool mirrored) =>
        from down in Enumerable.Range(-Shift, 2 * Shift + 1)
        from right in Enumerable.Range(-Shift, 2 * Shift + 1)
        from turned in mirrored ? new[] { false, true } : [false]
        select (down, right, turned);

    /// <summary>The mirrored image moved down and to the right, black where nothing comes in.</summary>
    static byte[] Moved(byte[] pixels, (int Down, int Right, bool Mirrored) move)
    {
        var moved = new byte[pixels.Length];
        for (var c = 0; c < 2; c++)
            for (var y = 0; y < Side; y++)
                for (var x = 0; x < Side; x++)
                {
                    var (fromY, fromX) = (y - move.Down, x - move.Right);
                    if (fromY is < 0 or >= Side || fromX is < 0 or >= Side) continue;
                    moved[(c * Side + y) * Side + x] = pixels[(c * Side + fromY) * Side + (move.Mirrored ? Side - 1 - fromX : fromX)];
                }
        return moved;
    }
}
