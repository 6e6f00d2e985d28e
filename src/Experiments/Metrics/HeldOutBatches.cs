using SparseGen.Data;
using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>Images in order, batch by batch: what is computed of all of them does not depend on the batches but for rounding.</summary>
static class HeldOutBatches
{
    /// <summary>Large enough to be fast.</summary>
    const int Size = 256;

    /// <param name="images">all of them</param>
    /// <param name="cancel">ends it before a batch</param>
    public static IEnumerable<(int Start, int Count)> Of(ImageSet images, CancellationToken cancel = default)
    {
        for (var start = 0; start < images.Count; start += Size)
        {
            cancel.ThrowIfCancellationRequested();
            yield return (start, Math.Min(Size, images.Count - start));
        }
    }

    /// <summary>The first batch, of which the time that all of them take is estimated.</summary>
    public static ImageSet First(ImageSet images) => images.Slice(0, Math.Min(Size, images.Count));

    /// <returns>(C, H, W, N), values in [0, 1], in the innermost scope</returns>
    public static Tensor Upload(Device device, ImageSet images, int start, int count)
    {
        var pixels = new float[count * images.ImageSize];
        BatchLayout.Fill(images, start, count, pixels);
        return device.Upload(new Shape(images.Channels, images.Height, images.Width, count), pixels);
    }
}
