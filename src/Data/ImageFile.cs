using ImageMagick;

namespace SparseGen.Data;

/// <summary>Reads pictures of the usual formats; the one place that knows ImageMagick.</summary>
public static class ImageFile
{
    /// <summary>By the ending of the file's name. Others are not tried: some formats of ImageMagick are programs.</summary>
    static readonly Dictionary<string, MagickFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = MagickFormat.Png,
        [".jpg"] = MagickFormat.Jpeg,
        [".jpeg"] = MagickFormat.Jpeg,
        [".bmp"] = MagickFormat.Bmp,
        [".webp"] = MagickFormat.WebP,
        [".tif"] = MagickFormat.Tiff,
        [".tiff"] = MagickFormat.Tiff,
        [".ppm"] = MagickFormat.Ppm,
        [".pgm"] = MagickFormat.Pgm,
    };

    /// <summary>Whether the name ends like that of a picture.</summary>
    public static bool IsNamedLikeOne(string path) => Formats.ContainsKey(Path.GetExtension(path));

    /// <summary>The picture in red, green and blue; transparency is dropped.</summary>
    /// <exception cref="FileFormatException">It is damaged, or no picture of the format that its name says.</exception>
    public static Picture Read(string path)
    {
        if (!Formats.TryGetValue(Path.GetExtension(path), out var format))
            throw new FileFormatException(path, $"expected a picture named {string.Join(", ", Formats.Keys)}, found '{Path.GetExtension(path)}'");
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
