namespace SparseGen.Data;

/// <summary>Reads pictures of the usual formats.</summary>
public static class ImageFile
{
    /// <summary>Others are not tried: some formats that the image library knows are programs.</summary>
    static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm"];

    /// <summary>Whether the name ends like that of a picture.</summary>
    public static bool IsNamedLikeOne(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Endings of pictures that are not read; nobody names other files so.</summary>
    static readonly string[] OtherEndings =
    [
        ".gif", ".avif", ".heic", ".heif", ".jxl", ".svg", ".jp2", ".j2k", ".jfif", ".tga", ".psd", ".exr", ".hdr", ".ico", ".pbm", ".pam", ".pnm",
        ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".raf",
    ];

    /// <summary>Whether the name ends like that of a picture of a format that is not read.</summary>
    internal static bool IsNamedLikeAnother(string path) => OtherEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The picture in red, green and blue; transparency is dropped. Of a profile, only that of CMYK is used.</summary>
    /// <param name="path">of the file</param>
    /// <param name="upright">turned as its EXIF orientation says</param>
    /// <exception cref="FileFormatException">It is damaged, or no picture of the format that its name says; or this build reads none.</exception>
    public static Picture Read(string path, bool upright = false) => IsNamedLikeOne(path)
        ? ImageDecoder.Read(path, upright)
        : throw new FileFormatException(path, $"expected a picture named {string.Join(", ", Endings)}, found '{Path.GetExtension(path)}'");
}
