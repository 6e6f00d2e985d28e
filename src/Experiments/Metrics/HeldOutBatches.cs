using SparseGen.Data;
using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>The images of a set in batches, in their order. Results over all images depend on the batch size only by rounding.</summary>
static class HeldOutBatches
{
    /// <summary>N, chosen for speed.</summary>
    const int Size = 256;

    /// <param name="cancel">checked before each batch</param>
    public static IEnumerable<(int Start, int Count)> Of(ImageSet images, CancellationToken cancel = default)
    {
        for (var start = 0; start < images.Count; start += Size)
        {
            cancel.ThrowIfCancellationRequested();
            yield return (start, Math.Min(Size, images.Count - start));
        }
    }

    /// <summary>The first batch, from which the time of all batches is estimated.</summary>
    public static ImageSet First(ImageSet images) => images.Slice(0, Math.Min(Size, images.Count));

    /// <returns>(C, H, W, N), values in [0, 1], owned by the innermost scope</returns>
    public static Tensor Upload(Device device, ImageSet images, int start, int count)
    {
        var pixels = new float[count * images.ImageSize];
        BatchLayout.Fill(images, start, count, pixels);
        return device.Upload(new Shape(images.Channels, images.Height, images.Width, count), pixels);
    }
}
