namespace SparseGen.Data;

/// <summary>Reads pictures of the usual formats.</summary>
public static class ImageFile
{
    /// <summary>Others are not tried: some formats that the image library knows are programs.</summary>
    static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm"];

    /// <summary>Whether the name ends like that of a picture.</summary>
    public static bool IsNamedLikeOne(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The picture in red, green and blue; transparency is dropped.</summary>
    /// <exception cref="FileFormatException">It is damaged, or no picture of the format that its name says; or this build reads none.</exception>
    public static Picture Read(string path) => IsNamedLikeOne(path)
        ? ImageDecoder.Read(path)
        : throw new FileFormatException(path, $"expected a picture named {string.Join(", ", Endings)}, found '{Path.GetExtension(path)}'");
}
