namespace SparseGen.Data;

/// <summary>Takes the place of ImageDecoder.cs in builds without the image library (Lean=true): every read throws.</summary>
static class ImageDecoder
{
    /// <inheritdoc cref="ImageFile.Read"/>
    public static Picture Read(string path, bool upright) => throw new FileFormatException(path, "pictures cannot be read: this build is without the image library (Lean=true)");
}
