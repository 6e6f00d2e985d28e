namespace SparseGen.Data;

/// <summary>The pixels that one pixel of a resized row or column is a mean of, by a triangle filter as wide as the reduction (as Pillow's BILINEAR).</summary>
/// <param name="First">of them</param>
/// <param name="Weights">sum to 1</param>
readonly record struct ResizeTaps(int First, float[] Weights)
{
    /// <summary>For each of <paramref name="to"/> pixels, from <paramref name="from"/>. Only + − × ÷ are used: the same bytes on every machine.</summary>
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
}
