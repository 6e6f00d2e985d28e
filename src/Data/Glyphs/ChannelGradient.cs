namespace SparseGen.Data;

/// <summary>
/// One channel of the colours of a glyph image, values in [0, 1]: the background is interpolated between the four corners of
/// the image, the foreground between the upper left and the lower right corner.
/// </summary>
readonly record struct ChannelGradient(float LeftTop, float RightTop, float LeftBottom, float RightBottom, float ForegroundStart, float ForegroundEnd)
{
    // Weights of red, green and blue by ITU-R BT.601, rounded to eighths.
    static ReadOnlySpan<float> Luminance => [0.25f, 0.625f, 0.125f];

    /// <summary>A light foreground on a dark background, for grey images.</summary>
    public static ChannelGradient Grey(ref PhiloxSequence random)
    {
        var background = random.Between(0, 0.1f);
        var foreground = random.Between(0.65f, 1);
        return Around(background, 0.04f, foreground, 0.15f, ref random);
    }

    /// <summary>Random colours of foreground and background, one of which is clearly lighter than the other.</summary>
    /// <param name="gradients">red, green, blue, overwritten</param>
    public static void Colours(ref PhiloxSequence random, Span<ChannelGradient> gradients)
    {
        var foregroundIsLight = random.NextBelow(2) == 0;
        var dark = random.Between(0.08f, 0.35f);
        var light = random.Between(0.65f, 0.92f);
        Span<float> background = stackalloc float[gradients.Length];
        Span<float> foreground = stackalloc float[gradients.Length];
        RandomColour(ref random, foregroundIsLight ? dark : light, background);
        RandomColour(ref random, foregroundIsLight ? light : dark, foreground);
        for (var i = 0; i < gradients.Length; i++) gradients[i] = Around(background[i], 0.12f, foreground[i], 0.1f, ref random);
    }

    /// <param name="y">from 0 at the top to 1 at the bottom</param>
    public ChannelGradientRow Row(float y)
    {
        var left = LeftTop + (LeftBottom - LeftTop) * y;
        var right = RightTop + (RightBottom - RightTop) * y;
        var slope = 0.5f * (ForegroundEnd - ForegroundStart);
        return new(left, right - left, ForegroundStart + slope * y, slope);
    }

    static ChannelGradient Around(float background, float backgroundSpread, float foreground, float foregroundSpread, ref PhiloxSequence random) => new(
        background + random.Vary(backgroundSpread), background + random.Vary(backgroundSpread), background + random.Vary(backgroundSpread), background + random.Vary(backgroundSpread),
        foreground + random.Vary(foregroundSpread), foreground + random.Vary(foregroundSpread));

    /// <summary>A random colour, mixed with black or white so that it has the given luminance.</summary>
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

/// <summary>One row of a <see cref="ChannelGradient"/>: background and foreground at the left edge, and their differences between the right and the left edge.</summary>
readonly record struct ChannelGradientRow(float Background, float BackgroundSlope, float Foreground, float ForegroundSlope)
{
    /// <param name="x">from 0 at the left to 1 at the right</param>
    /// <param name="coverage">the fraction of the pixel that the foreground covers</param>
    public float At(float x, float coverage)
    {
        var background = Background + BackgroundSlope * x;
        return background + (Foreground + ForegroundSlope * x - background) * coverage;
    }
}
