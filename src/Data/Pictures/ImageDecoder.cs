using ImageMagick;

namespace SparseGen.Data;

/// <summary>Decodes image files by ImageMagick. No other file uses that library.</summary>
static class ImageDecoder
{
    /// <inheritdoc cref="ImageFile.Read"/>
    public static Picture Read(string path, bool upright)
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
            if (upright) image.AutoOrient();
            return new Picture((int)image.Height, (int)image.Width, 3, image.ColorSpace == ColorSpace.CMYK ? FromCmyk(image) : Bytes(image, PixelMapping.RGB));
        }
        catch (MagickException damaged)
        {
            throw new FileFormatException(path, $"expected a picture, found one that cannot be decoded: {damaged.Message}", damaged);
        }
    }

    /// <summary>Converts to RGB by the file's colour profile; without one, R = (255 − C)(255 − K)/255, rounded, and likewise G from M and B from Y.</summary>
    static byte[] FromCmyk(MagickImage image)
    {
        if (image.GetColorProfile() is not null && image.TransformColorSpace(ColorProfiles.SRGB)) return Bytes(image, PixelMapping.RGB);
        var inks = Bytes(image, PixelMapping.CMYK);
        var colours = new byte[inks.Length / 4 * 3];
        for (var (ink, colour) = (0, 0); ink < inks.Length; ink += 4, colour += 3)
            for (var i = 0; i < 3; i++) colours[colour + i] = (byte)(((255 - inks[ink + i]) * (255 - inks[ink + 3]) + 127) / 255);
        return colours;
    }

    static byte[] Bytes(MagickImage image, PixelMapping mapping)
    {
        using var pixels = image.GetPixelsUnsafe();
        return pixels.ToByteArray(mapping) ?? [];
    }
}
