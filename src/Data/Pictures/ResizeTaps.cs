namespace SparseGen.Data;

/// <summary>
/// The source pixels of one pixel of a resized row or column, by a triangle filter whose width is proportional to the reduction
/// factor (as Pillow's BILINEAR).
/// </summary>
/// <param name="First">index of the first source pixel</param>
/// <param name="Weights">weights of the source pixels from the first on; their sum is 1</param>
readonly record struct ResizeTaps(int First, float[] Weights)
{
    /// <summary>The taps of <paramref name="to"/> pixels made from <paramref name="from"/> pixels. Only + − × ÷ are used, so that the result is the same on every machine.</summary>
    public static ResizeTaps[] Of(int from, int to)
    {
        var scale = (double)from / to;
        var support = Math.Max(1, scale);
        var taps = new ResizeTaps[to];
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

    /// <summary>Resizes one channel, first horizontally, then vertically.</summary>
    /// <param name="source">starts at the first pixel of the channel</param>
    /// <param name="step">distance in bytes between neighbours of a row</param>
    /// <param name="stride">distance in bytes between rows</param>
    /// <param name="height">rows of the source</param>
    /// <param name="rows">taps of each row of the result</param>
    /// <param name="columns">taps of each column of the result</param>
    /// <param name="target">(rows, columns), overwritten</param>
    public static void Resize(ReadOnlySpan<byte> source, int step, int stride, int height, ResizeTaps[] rows, ResizeTaps[] columns, Span<byte> target)
    {
        var narrow = new float[height * columns.Length];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < columns.Length; x++)
            {
                var (first, weights) = columns[x];
                var sum = 0f;
                for (var i = 0; i < weights.Length; i++) sum += weights[i] * source[y * stride + (first + i) * step];
                narrow[y * columns.Length + x] = sum;
            }
        for (var y = 0; y < rows.Length; y++)
            for (var x = 0; x < columns.Length; x++)
            {
                var (first, weights) = rows[y];
                var sum = 0.5f;
                for (var i = 0; i < weights.Length; i++) sum += weights[i] * narrow[(first + i) * columns.Length + x];
                target[y * columns.Length + x] = (byte)Math.Clamp(sum, 0, 255);
            }
    }
}
