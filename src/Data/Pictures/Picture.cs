namespace SparseGen.Data;

/// <summary>One image with the channels innermost, as files and the screen have it.</summary>
/// <param name="Channels">1 (grey) or 3 (red, green, blue)</param>
/// <param name="Pixels">(height, width, channels)</param>
public sealed record Picture(int Height, int Width, int Channels, byte[] Pixels)
{
    /// <summary>One image of a set, reordered from (C, H, W) to (H, W, C).</summary>
    public static Picture Of(ImageSet images, int index)
    {
        var (area, channels) = (images.Height * images.Width, images.Channels);
        var image = images.Image(index);
        var pixels = new byte[image.Length];
        for (var c = 0; c < channels; c++)
            for (var i = 0; i < area; i++) pixels[i * channels + c] = image[c * area + i];
        return new Picture(images.Height, images.Width, channels, pixels);
    }
}
