namespace SparseGen.Data;

/// <summary>Stands in for the image library in builds with Lean=true.</summary>
static class ImageDecoder
{
    /// <inheritdoc cref="ImageFile.Read"/>
    public static Picture Read(string path, bool upright) => throw new FileFormatException(path, "pictures cannot be read: this build is without the image library (Lean=true)");
}
