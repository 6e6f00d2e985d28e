namespace SparseGen.Data;

/// <summary>The square in the middle of a picture, made smaller or larger.</summary>
public static class SquareImage
{
    /// <summary>
    /// Resized by a triangle filter that is as wide as the reduction (as Pillow's BILINEAR): every pixel of the square
    /// counts, so that fine lines fade and do not flicker. Only + − × ÷ are used: the same bytes on every machine.
    /// </summary>
    /// <param name="picture">in colour</param>
    /// <param name="crop">side of the square, at most the picture's sides</param>
    /// <param name="side">of the result</param>
    /// <param name="destination">(3, side, side), overwritten</param>
    public static void Resize(Picture picture, int crop, int side, Span<byte> destination)
    {
        const int colours = 3;
        var (top, left) = ((picture.Height - crop) / 2, (picture.Width - crop) / 2);
        var taps = Taps.Of(crop, side);
        var rows = new float[crop * side * colours];
        for (var y = 0; y < crop; y++)
            for (var x = 0; x < side; x++)
                for (var c = 0; c < colours; c++)
                {
                    var (first, weights) = taps[x];
                    var sum = 0f;
                    for (var i = 0; i < weights.Length; i++) sum += weights[i] * picture.Pixels[((top + y) * picture.Width + left + first + i) * colours + c];
                    rows[(y * side + x) * colours + c] = sum;
                }
        for (var c = 0; c < colours; c++)
            for (var y = 0; y < side; y++)
                for (var x = 0; x < side; x++)
                {
                    var (first, weights) = taps[y];
                    var sum = 0.5f;
                    for (var i = 0; i < weights.Length; i++) sum += weights[i] * rows[((first + i) * side + x) * colours + c];
                    destination[(c * side + y) * side + x] = (byte)Math.Clamp(sum, 0, 255);
                }
    }

    /// <summary>The pixels that one pixel of the result is a mean of.</summary>
    /// <param name="First">of them</param>
    /// <param name="Weights">sum to 1</param>
    readonly record struct Taps(int First, float[] Weights)
    {
        /// <summary>For each of <paramref name="to"/> pixels, from <paramref name="from"/>.</summary>
        public static Taps[] Of(int from, int to)
        {
            var scale = (double)from / to;
            var support = Math.Max(1, scale);
            var taps = new Taps[to];
            for (var i = 0; i < to; i++)
            {
                var centre = (i + 0.5) * scale;
                var first = Math.Max(0, (int)(centre - support + 0.5));
                var end = Math.Min(from, (int)(centre + support + 0.5));
                var weights = new double[end - first];
                for (var k = 0; k < weights.Length; k++) weights[k] = Math.Max(0, 1 - Math.Abs(first + k + 0.5 - centre) / support);
                var sum = weights.Sum();
                taps[i] = new(first, Array.ConvertAll(weights, weight => (float)(weight / sum)));
            }
            return taps;
        }
    }
}
