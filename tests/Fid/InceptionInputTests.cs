using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Fid;

/// <summary>What Inception is shown of pictures that are not square, of one size after another, in grey and in colour: bilinear interpolation by its formula.</summary>
public class InceptionInputTests
{
    const int Side = 299;

    [Test]
    public void Every_size_is_resized_by_the_formula([Values] Preprocessing preprocessing)
    {
        var input = new InceptionInput(preprocessing);
        foreach (var (channels, height, width) in new[] { (3, 20, 44), (1, 44, 20), (3, 44, 20), (3, 310, 299), (3, 299, 299), (3, 20, 44) })
        {
            var images = Images(channels, height, width);
            var found = new float[3 * Side * Side * 2];
            input.Fill(images, start: 1, count: 2, found);
            Assert.That(found, Is.EqualTo(Expected(images, preprocessing)).Within(1e-5), $"{channels}, {height}, {width}");
        }
    }

    static float[] Expected(ImageSet images, Preprocessing preprocessing)
    {
        var (h, w, torch) = (images.Height, images.Width, preprocessing == Preprocessing.PyTorch);
        double Source(int i, int from) => torch ? Math.Max(0, (i + 0.5) * from / Side - 0.5) : (double)i * from / Side;
        var expected = new float[3 * Side * Side * 2];
        for (var n = 0; n < 2; n++)
            for (var c = 0; c < 3; c++)
                for (var y = 0; y < Side; y++)
                    for (var x = 0; x < Side; x++)
                    {
                        var (at, along) = (Source(y, h), Source(x, w));
                        double Pixel(int row, int column)
                        {
                            var value = images.Image(1 + n)[(c % images.Channels * h + Math.Min(row, h - 1)) * w + Math.Min(column, w - 1)];
                            return torch ? 2 * value / 255.0 - 1 : (value - 128) / 128.0;
                        }
                        var (top, left) = ((int)at, (int)along);
                        var (down, right) = (at - top, along - left);
                        var upper = Pixel(top, left) * (1 - right) + Pixel(top, left + 1) * right;
                        var lower = Pixel(top + 1, left) * (1 - right) + Pixel(top + 1, left + 1) * right;
                        expected[((c * Side + y) * Side + x) * 2 + n] = (float)(upper * (1 - down) + lower * down);
                    }
        return expected;
    }

    static ImageSet Images(int channels, int height, int width)
    {
        var pixels = Array.ConvertAll(NamedNumbers.Uniform($"{height}×{width}", 3L * channels * height * width), u => (byte)(256 * u));
        return new ImageSet("random", channels, height, width, 1, pixels, new byte[3]);
    }
}
