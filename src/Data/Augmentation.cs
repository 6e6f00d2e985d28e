namespace SparseGen.Data;

/// <summary>Random shifts by whole pixels, with 0 beyond the border, and random mirroring.</summary>
/// <param name="Shift">the largest shift in each direction, in pixels</param>
/// <param name="Mirrored">whether half of the images are mirrored: not where left and right matter, as for digits</param>
public readonly record struct Augmentation(int Shift, bool Mirrored)
{
    /// <summary>Fills a batch with augmented images.</summary>
    /// <param name="images">the set</param>
    /// <param name="indices">(N): which images of the set</param>
    /// <param name="stream">random numbers of the shifts and mirroring</param>
    /// <param name="destination">(C, H, W, N), values in [0, 1], overwritten</param>
    public void Fill(ImageSet images, ReadOnlySpan<int> indices, in RandomStream stream, Span<float> destination)
    {
        destination.Clear();
        var random = new PhiloxSequence(stream);
        for (var n = 0; n < indices.Length; n++)
        {
            var (down, right) = (random.NextBelow(2 * Shift + 1) - Shift, random.NextBelow(2 * Shift + 1) - Shift);
            var mirrored = Mirrored && random.NextBelow(2) == 1;
            Place(images, indices[n], down, right, mirrored, destination[n..], indices.Length);
        }
    }

    static void Place(ImageSet images, int index, int down, int right, bool mirrored, Span<float> destination, int batch)
    {
        var (height, width) = (images.Height, images.Width);
        var source = images.Image(index);
        for (var row = 0; row < images.Channels * height; row++)
        {
            var y = row % height + down;
            if ((uint)y >= (uint)height) continue;
            var target = row + down;
            for (var x = Math.Max(0, -right); x < Math.Min(width, width - right); x++)
                destination[(target * width + x + right) * batch] = source[row * width + (mirrored ? width - 1 - x : x)] / 255f;
        }
    }
}
