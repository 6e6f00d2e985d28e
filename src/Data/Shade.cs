namespace SparseGen.Data;

/// <summary>
/// One colour channel of a painted glyph, values in [0, 1]: a background graded between four corners, and ink graded
/// from the left upper to the right lower corner.
/// </summary>
readonly record struct Shade(float LeftTop, float RightTop, float LeftBottom, float RightBottom, float InkStart, float InkEnd)
{
    // Rec. 601 in eighths: red, green, blue.
    static ReadOnlySpan<float> Luminance => [0.25f, 0.625f, 0.125f];

    /// <summary>Light ink on a dark ground.</summary>
    public static Shade Grey(ref PhiloxSequence random)
    {
        var ground = random.Between(0, 0.1f);
        var ink = random.Between(0.65f, 1);
        return Around(ground, 0.04f, ink, 0.15f, ref random);
    }

    /// <summary>Any two colours of which one is clearly lighter.</summary>
    /// <param name="random">decides</param>
    /// <param name="shades">red, green, blue, overwritten</param>
    public static void Colours(ref PhiloxSequence random, Span<Shade> shades)
    {
        var inkIsLight = random.NextBelow(2) == 0;
        var dark = random.Between(0.08f, 0.35f);
        var light = random.Between(0.65f, 0.92f);
        Span<float> ground = stackalloc float[shades.Length];
        Span<float> ink = stackalloc float[shades.Length];
        RandomColour(ref random, inkIsLight ? dark : light, ground);
        RandomColour(ref random, inkIsLight ? light : dark, ink);
        for (var i = 0; i < shades.Length; i++) shades[i] = Around(ground[i], 0.12f, ink[i], 0.1f, ref random);
    }

    /// <param name="y">0 top … 1 bottom</param>
    public ShadeRow Row(float y)
    {
        var left = LeftTop + (LeftBottom - LeftTop) * y;
        var right = RightTop + (RightBottom - RightTop) * y;
        var grade = 0.5f * (InkEnd - InkStart);
        return new(left, right - left, InkStart + grade * y, grade);
    }

    static Shade Around(float ground, float groundSpread, float ink, float inkSpread, ref PhiloxSequence random) => new(
        ground + random.Vary(groundSpread), ground + random.Vary(groundSpread), ground + random.Vary(groundSpread), ground + random.Vary(groundSpread),
        ink + random.Vary(inkSpread), ink + random.Vary(inkSpread));

    /// <summary>A colour of the given luminance: any one, mixed with as much black or white as that takes.</summary>
    static void RandomColour(ref PhiloxSequence random, float luminance, Span<float> colour)
    {
        var found = 0f;
        for (var i = 0; i < colour.Length; i++)
        {
            colour[i] = random.NextSingle();
            found += Luminance[i] * colour[i];
        }
        for (var i = 0; i < colour.Length; i++)
            colour[i] = found < luminance
                ? colour[i] + (1 - colour[i]) * (luminance - found) / (1 - found)
                : colour[i] * luminance / found;
    }
}

/// <summary>One row of a <see cref="Shade"/>: what ground and ink are at the left, and how much they change to the right.</summary>
readonly record struct ShadeRow(float Ground, float GroundChange, float Ink, float InkChange)
{
    /// <param name="x">0 left … 1 right</param>
    /// <param name="ink">how much of the pixel is ink, 0 … 1</param>
    public float At(float x, float ink)
    {
        var ground = Ground + GroundChange * x;
        return ground + (Ink + InkChange * x - ground) * ink;
    }
}
