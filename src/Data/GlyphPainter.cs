namespace SparseGen.Data;

/// <summary>Paints one glyph after another: pose and strokes, then colours, then noise.</summary>
sealed class GlyphPainter(int size)
{
    /// <summary>In steps of a pixel's byte.</summary>
    const float LargestNoise = 10;

    readonly StrokeCanvas _canvas = new(size, size);
    readonly float[] _ink = new float[size * size];
    readonly uint[] _noise = new uint[size * size];

    /// <param name="shape">which of <see cref="GlyphShapes"/></param>
    /// <param name="stream">decides everything but the noise</param>
    /// <param name="noiseStream">decides the noise</param>
    /// <param name="image">(1, size, size) grey or (3, size, size) coloured, overwritten</param>
    public void Paint(int shape, in RandomStream stream, in RandomStream noiseStream, Span<byte> image)
    {
        var random = new PhiloxSequence(stream);
        DrawInk(shape, ref random);
        var channels = image.Length / _ink.Length;
        Span<Shade> shades = stackalloc Shade[channels];
        if (channels == 1) shades[0] = Shade.Grey(ref random);
        else Shade.Colours(ref random, shades);
        var noise = random.Between(0, LargestNoise);
        for (var channel = 0; channel < channels; channel++)
        {
            Philox.Fill(noiseStream, (long)channel * _noise.Length, _noise);
            Colour(shades[channel], noise, image.Slice(channel * _ink.Length, _ink.Length));
        }
    }

    void DrawInk(int shape, ref PhiloxSequence random)
    {
        // A rotation of up to ±23° by the tangent of half its angle.
        var tangent = random.Vary(0.2f);
        var cosine = (1 - tangent * tangent) / (1 + tangent * tangent);
        var sine = 2 * tangent / (1 + tangent * tangent);
        var scaleX = size * random.Between(0.27f, 0.38f);
        var scaleY = size * random.Between(0.27f, 0.38f);
        var shear = random.Vary(0.25f);
        var shift = size * 0.08f;
        var pose = new Pose(
            cosine * scaleX, (cosine * shear - sine) * scaleY,
            sine * scaleX, (sine * shear + cosine) * scaleY,
            size * 0.5f + random.Vary(shift), size * 0.5f + random.Vary(shift));
        var radius = size * random.Between(0.035f, 0.07f);
        var softness = random.Between(1, 2);
        _canvas.Begin(pose, radius + softness / 2);
        GlyphShapes.Draw(shape, _canvas, ref random);
        _canvas.Ink(radius, softness, _ink);
    }

    void Colour(in Shade shade, float noise, Span<byte> image)
    {
        var step = 1f / size;
        for (var row = 0; row < size; row++)
        {
            var line = shade.Row((row + 0.5f) * step);
            for (var column = 0; column < size; column++)
            {
                var i = row * size + column;
                var word = _noise[i];
                // The sum of two uniform halves: between −1 and 1, most often near 0.
                var grain = ((int)(word & 0xFFFF) + (int)(word >> 16) - 0xFFFF) * (1f / 0x10000);
                var value = 255 * line.At((column + 0.5f) * step, _ink[i]) + noise * grain;
                image[i] = (byte)Math.Clamp((int)(value + 0.5f), 0, 255);
            }
        }
    }
}
