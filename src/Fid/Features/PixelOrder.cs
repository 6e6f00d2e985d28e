using System.Security.Cryptography;
using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>
/// An order of images that their contents decide alone: by SHA-256. It is as good as random, and the same whatever files or
/// folders the images come in.
/// </summary>
static class PixelOrder
{
    public static byte[] KeyOf(ImageSet images, int index) => SHA256.HashData(images.Image(index));

    /// <summary>The numbers of keys in ascending order; equal ones keep theirs.</summary>
    public static int[] Of(IReadOnlyList<byte[]> keys)
    {
        var order = Enumerable.Range(0, keys.Count).ToArray();
        Array.Sort(order, (a, b) => keys[a].AsSpan().SequenceCompareTo(keys[b]) is var sign && sign != 0 ? sign : a.CompareTo(b));
        return order;
    }

    /// <summary>Rows in another order.</summary>
    /// <param name="rows">(N, F)</param>
    /// <param name="features">F</param>
    /// <param name="order">N numbers of rows</param>
    public static float[] Apply(List<float> rows, int features, int[] order)
    {
        var ordered = new float[rows.Count];
        for (var n = 0; n < order.Length; n++) rows.CopyTo(order[n] * features, ordered, n * features, features);
        return ordered;
    }
}
