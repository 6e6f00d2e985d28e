using ImageMagick;

namespace SparseGen.Data;

/// <summary>The one place that knows ImageMagick.</summary>
static class ImageDecoder
{
    /// <inheritdoc cref="ImageFile.Read"/>
    public static Picture Read(string path)
    {
        var format = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => MagickFormat.Png,
            ".jpg" or ".jpeg" => MagickFormat.Jpeg,
            ".bmp" => MagickFormat.Bmp,
            ".webp" => MagickFormat.WebP,
            ".tif" or ".tiff" => MagickFormat.Tiff,
            ".ppm" => MagickFormat.Ppm,
            _ => MagickFormat.Pgm,
        };
        try
        {
            using var image = new MagickImage(path, new MagickReadSettings { Format = format });
            using var pixels = image.GetPixelsUnsafe();
            var bytes = pixels.ToByteArray(PixelMapping.RGB) ?? [];
            return new Picture((int)image.Height, (int)image.Width, 3, bytes);
        }
        catch (MagickException damaged)
        {
            throw new FileFormatException(path, $"expected a picture, found one that cannot be decoded: {damaged.Message}", damaged);
        }
    }
}
