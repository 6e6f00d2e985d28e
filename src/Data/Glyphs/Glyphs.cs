namespace SparseGen.Data;

/// <summary>
/// Generated images of ten classes of line drawings with random pose, thickness, brightness and noise: (1, 28, 28) in grey, or
/// (3, 32, 32) in colour with a gradient in the background. Image i has class i mod 10 and depends on (seed, i) alone. Only
/// integers and + − × ÷ √, which IEEE 754 rounds correctly, are used, so that a seed gives the same bytes on every machine.
/// </summary>
public static class Glyphs
{
    public const int Classes = 10;

    const int GreySize = 28, ColourSize = 32;

    /// <summary>The names of the classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames => GlyphShapes.Names;

    /// <summary>The first <paramref name="count"/> training images of a seed.</summary>
    public static ImageSet Create(int count, ulong seed, bool color = false) => Create(count, seed, color, "train");

    /// <summary>Training images, the same as those of <see cref="Create(int, ulong, bool)"/>, and test images from another random stream.</summary>
    public static DataSet Split(int train, int test, ulong seed, bool color = false) =>
        new(Name(color), Create(train, seed, color, "train"), Create(test, seed, color, "test"));

    static string Name(bool color) => color ? "glyphs-color" : "glyphs";

    static ImageSet Create(int count, ulong seed, bool color, string part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var (channels, size) = color ? (3, ColourSize) : (1, GreySize);
        var pixels = new byte[checked(count * channels * size * size)];
        var labels = new byte[count];
        var name = $"{Name(color)} {part}";
        var stream = RandomStream.For(seed, name);
        var noise = RandomStream.For(seed, name + " noise");
        var painter = new GlyphPainter(size);
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % Classes);
            var image = pixels.AsSpan(i * channels * size * size, channels * size * size);
            painter.Paint(labels[i], stream with { Step = (ulong)i }, noise with { Step = (ulong)i }, image);
        }
        return new ImageSet(name, channels, size, size, Classes, pixels, labels);
    }
}
