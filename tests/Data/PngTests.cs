using System.Buffers.Binary;
using System.IO.Compression;
using SparseGen.Data;

namespace SparseGen.Tests.Data;

public class PngTests
{
    [Test]
    public void A_picture_can_be_read_back_by_the_rules_of_the_format([Values(1, 3)] int channels)
    {
        var pixels = Enumerable.Range(0, 5 * 4 * channels).Select(i => (byte)(i * 37)).ToArray();
        var bytes = Png.Encode(new Picture(5, 4, channels, pixels));
        Assert.That(bytes[..8], Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }));
        var chunks = Chunks(bytes).ToList();
        Assert.That(chunks.Select(chunk => chunk.Type), Is.EqualTo(new[] { "IHDR", "IDAT", "IEND" }));
        Assert.That(chunks[0].Data, Is.EqualTo(new byte[] { 0, 0, 0, 4, 0, 0, 0, 5, 8, (byte)(channels == 1 ? 0 : 2), 0, 0, 0 }));

        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress)) zlib.CopyTo(rows);
        var data = rows.ToArray();
        var row = 4 * channels;
        var decoded = new byte[5 * row];
        for (var i = 0; i < decoded.Length; i++)
        {
            Assert.That(data[i / row * (row + 1)], Is.EqualTo(2), "filter up");
            decoded[i] = (byte)(data[i / row * (row + 1) + 1 + i % row] + (i < row ? 0 : decoded[i - row]));
        }
        Assert.That(decoded, Is.EqualTo(pixels));
    }

    [Test]
    public void A_checksum_ends_every_chunk()
    {
        var bytes = Png.Encode(new Picture(1, 1, 1, [0]));
        // The checksum of an empty IEND chunk is in every PNG there is.
        Assert.That(bytes[^12..], Is.EqualTo(new byte[] { 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82 }));
    }

    [Test]
    public void A_picture_that_cannot_be_is_refused()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Png.Encode(new Picture(1, 1, 2, [0, 0])), Throws.ArgumentException);
            Assert.That(() => Png.Encode(new Picture(2, 2, 1, [0, 0, 0])), Throws.ArgumentException);
        }
    }

    [Test]
    public void A_grid_places_images_row_by_row()
    {
        var images = new ImageSet("three", 1, 1, 1, 10, new byte[] { 10, 20, 30 }, new byte[] { 0, 0, 0 });
        var picture = ImageGrid.Of(images, 3, columns: 2);
        Assert.That((picture.Height, picture.Width), Is.EqualTo((8, 8)));
        Assert.That(new[] { picture.Pixels[2 * 8 + 2], picture.Pixels[2 * 8 + 5], picture.Pixels[5 * 8 + 2], picture.Pixels[0] }, Is.EqualTo(new byte[] { 10, 20, 30, 128 }));
    }

    [Test]
    public void A_grid_of_a_batch_shows_the_same_as_one_of_its_bytes([Values] bool color)
    {
        var images = Glyphs.Create(6, seed: 7, color);
        var batch = new float[6 * images.ImageSize];
        BatchLayout.Fill(images, 0, 6, batch, low: -1, high: 1);
        var picture = ImageGrid.Of(batch, new Shape(images.Channels, images.Height, images.Width, 6), columns: 3, low: -1, high: 1);
        Assert.That(picture.Pixels, Is.EqualTo(ImageGrid.Of(images, 6, columns: 3).Pixels));
    }

    static IEnumerable<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            yield return (System.Text.Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
        }
    }
}
