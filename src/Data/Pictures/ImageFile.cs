namespace SparseGen.Data;

/// <summary>Reads PNG, JPEG, BMP, WebP, TIFF, PPM and PGM files.</summary>
public static class ImageFile
{
    /// <summary>Extensions of the files that are read. Others are not passed to the image library, since some of its formats, such as PostScript, are programs.</summary>
    static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm"];

    /// <summary>Whether the file has the extension of a format that is read.</summary>
    public static bool HasSupportedExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Extensions of image formats that are not read, as far as they are not in use for other files.</summary>
    static readonly string[] UnsupportedExtensions =
    [
        ".gif", ".avif", ".heic", ".heif", ".jxl", ".svg", ".jp2", ".j2k", ".jfif", ".tga", ".psd", ".exr", ".hdr", ".ico", ".pbm", ".pam", ".pnm",
        ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".raf",
    ];

    /// <summary>Whether the file has the extension of an image format that is not read.</summary>
    internal static bool HasUnsupportedExtension(string path) => UnsupportedExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads an image as (height, width, 3) in red, green and blue. Transparency is dropped; colour profiles are applied to CMYK only.</summary>
    /// <param name="upright">whether the image is rotated by its EXIF orientation</param>
    /// <exception cref="FileFormatException">The file is damaged, is not of the format of its extension, or has an unsupported extension; or this build has no image library.</exception>
    public static Picture Read(string path, bool upright = false) => HasSupportedExtension(path)
        ? ImageDecoder.Read(path, upright)
        : throw new FileFormatException(path, $"expected a picture named {string.Join(", ", Extensions)}, found '{Path.GetExtension(path)}'");
}
