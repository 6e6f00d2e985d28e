namespace SparseGen.Data;

/// <summary>Draws glyphs: strokes in a random pose, then colours, then noise.</summary>
/// <param name="size">height and width of the images in pixels</param>
sealed class GlyphPainter(int size)
{
    /// <summary>Upper bound on the amplitude of the noise, in pixel values of 0 … 255.</summary>
    const float LargestNoise = 10;

    readonly StrokeCanvas _canvas = new(size, size);
    readonly float[] _coverage = new float[size * size];
    readonly uint[] _noise = new uint[size * size];

    /// <param name="shape">the class, an index of <see cref="GlyphShapes.Names"/></param>
    /// <param name="stream">random numbers of everything but the noise</param>
    /// <param name="noiseStream">random numbers of the noise</param>
    /// <param name="image">(1, size, size) grey or (3, size, size) coloured, overwritten</param>
    public void Paint(int shape, in RandomStream stream, in RandomStream noiseStream, Span<byte> image)
    {
        var random = new PhiloxSequence(stream);
        DrawStrokes(shape, ref random);
        var channels = image.Length / _coverage.Length;
        Span<ChannelGradient> gradients = stackalloc ChannelGradient[channels];
        if (channels == 1) gradients[0] = ChannelGradient.Grey(ref random);
        else ChannelGradient.Colours(ref random, gradients);
        var noise = random.Between(0, LargestNoise);
        for (var channel = 0; channel < channels; channel++)
        {
            Philox.Fill(noiseStream, (long)channel * _noise.Length, _noise);
            Colour(gradients[channel], noise, image.Slice(channel * _coverage.Length, _coverage.Length));
        }
    }

    void DrawStrokes(int shape, ref PhiloxSequence random)
    {
        // A rotation by up to ±23°; sine and cosine are computed from the tangent of half the angle.
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
        _canvas.Coverage(radius, softness, _coverage);
    }

    void Colour(in ChannelGradient gradient, float noise, Span<byte> image)
    {
        var step = 1f / size;
        for (var row = 0; row < size; row++)
        {
            var line = gradient.Row((row + 0.5f) * step);
            for (var column = 0; column < size; column++)
            {
                var i = row * size + column;
                var word = _noise[i];
                // The sum of two uniform 16-bit numbers: a triangular distribution on (−1, 1).
                var deviate = ((int)(word & 0xFFFF) + (int)(word >> 16) - 0xFFFF) * (1f / 0x10000);
                var value = 255 * line.At((column + 0.5f) * step, _coverage[i]) + noise * deviate;
                image[i] = (byte)Math.Clamp((int)(value + 0.5f), 0, 255);
            }
        }
    }
}
