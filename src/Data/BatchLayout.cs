namespace SparseGen.Data;

/// <summary>Converts images to the layout of network inputs: (C, H, W, N), the batch innermost.</summary>
public static class BatchLayout
{
    const int PixelBlock = 16;

    /// <summary>Any images, in the order of the indices; pixel 0 becomes low and 255 becomes high.</summary>
    /// <param name="indices">(N)</param>
    /// <param name="destination">(C, H, W, N), overwritten</param>
    /// <param name="low">usually 0 or −1</param>
    /// <param name="high">usually 1</param>
    /// <exception cref="ArgumentException">The destination has another number of elements.</exception>
    public static void Fill(ImageSet images, ReadOnlySpan<int> indices, Span<float> destination, float low = 0, float high = 1)
    {
        var size = images.ImageSize;
        if (destination.Length != (long)size * indices.Length)
            throw new ArgumentException($"{indices.Length} images of ({images.Channels}, {images.Height}, {images.Width}) fill {(long)size * indices.Length:N0} elements, not {destination.Length:N0}.", nameof(destination));
        Span<float> values = stackalloc float[256];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(low + ((double)high - low) * i / 255);
        var pixels = images.Pixels;
        // Blocks of pixels, so that the written cache lines stay in the L1 cache during the loop over the batch.
        for (var start = 0; start < size; start += PixelBlock)
        {
            var block = Math.Min(PixelBlock, size - start);
            for (var n = 0; n < indices.Length; n++)
            {
                var source = pixels.Slice(indices[n] * size + start, block);
                var target = start * indices.Length + n;
                foreach (var pixel in source)
                {
                    destination[target] = values[pixel];
                    target += indices.Length;
                }
            }
        }
    }

    /// <summary>Images [start, start + count) in order, for evaluation; the last batch may be smaller.</summary>
    /// <param name="count">N</param>
    /// <param name="destination">(C, H, W, N), overwritten</param>
    /// <param name="low">what pixel 0 becomes</param>
    /// <param name="high">what pixel 255 becomes</param>
    /// <exception cref="ArgumentException">The destination has another number of elements.</exception>
    public static void Fill(ImageSet images, int start, int count, Span<float> destination, float low = 0, float high = 1)
    {
        Span<int> indices = count <= 1024 ? stackalloc int[count] : new int[count];
        for (var i = 0; i < count; i++) indices[i] = start + i;
        Fill(images, indices, destination, low, high);
    }
}
