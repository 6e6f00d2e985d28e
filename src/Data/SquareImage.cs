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
        var taps = ResizeTaps.Of(crop, side);
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
}
