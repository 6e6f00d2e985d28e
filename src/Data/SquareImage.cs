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
        var first = ((picture.Height - crop) / 2 * picture.Width + (picture.Width - crop) / 2) * colours;
        var taps = ResizeTaps.Of(crop, side);
        for (var c = 0; c < colours; c++)
            ResizeTaps.Resize(picture.Pixels.AsSpan(first + c), colours, picture.Width * colours, crop, taps, taps, destination.Slice(c * side * side, side * side));
    }
}
