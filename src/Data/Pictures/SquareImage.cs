namespace SparseGen.Data;

/// <summary>Crops an image to its central square and resizes it.</summary>
public static class SquareImage
{
    /// <summary>
    /// Resizes by a triangle filter whose width is proportional to the reduction factor (as Pillow's BILINEAR), which avoids
    /// aliasing. Only + − × ÷ are used, so that the bytes are the same on every machine.
    /// </summary>
    /// <param name="picture">(height, width, 3)</param>
    /// <param name="crop">side of the square in pixels, at most the smaller side of the picture</param>
    /// <param name="side">side of the result in pixels</param>
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
