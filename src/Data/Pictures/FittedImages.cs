namespace SparseGen.Data;

/// <summary>Converts images to the size and number of channels that a network takes.</summary>
public static class FittedImages
{
    /// <summary>
    /// Resizes whole images by an antialiasing triangle filter (as Pillow's BILINEAR); the aspect ratio is not kept. Colour is
    /// converted to grey by its luminance (ITU-R BT.601), grey to colour by repetition.
    /// </summary>
    /// <param name="channels">1 or 3</param>
    /// <param name="height">rows of the result</param>
    /// <param name="width">columns of the result</param>
    /// <returns>(N, channels, height, width); the given set itself if it has that form already</returns>
    public static ImageSet Of(ImageSet images, int channels, int height, int width)
    {
        if ((images.Channels, images.Height, images.Width) == (channels, height, width)) return images;
        var (rows, columns) = (ResizeTaps.Of(images.Height, height), ResizeTaps.Of(images.Width, width));
        var pixels = new byte[(long)images.Count * channels * height * width];
        Parallel.For(0, images.Count, n =>
        {
            for (var c = 0; c < channels; c++)
                ResizeTaps.Resize(Plane(images, n, c, channels), step: 1, images.Width, images.Height, rows, columns, pixels.AsSpan((n * channels + c) * height * width, height * width));
        });
        return new ImageSet(images.Name, channels, height, width, images.Classes, pixels, images.Labels.ToArray());
    }

    static ReadOnlySpan<byte> Plane(ImageSet images, int image, int channel, int channels)
    {
        var all = images.Image(image);
        var area = images.Height * images.Width;
        if (images.Channels <= 1 || channels > 1) return all.Slice(channel % images.Channels * area, area);
        var grey = new byte[area];
        for (var i = 0; i < area; i++) grey[i] = (byte)((299 * all[i] + 587 * all[area + i] + 114 * all[2 * area + i] + 500) / 1000);
        return grey;
    }
}
