using System.Security.Cryptography;
using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>
/// An order of images by the SHA-256 of their contents: a pseudo-random permutation that does not depend on the names or the
/// order of the files.
/// </summary>
static class PixelOrder
{
    public static byte[] KeyOf(ImageSet images, int index) => SHA256.HashData(images.Image(index));

    /// <summary>The indices of the keys in ascending order; equal keys keep their order.</summary>
    public static int[] Of(IReadOnlyList<byte[]> keys)
    {
        var order = Enumerable.Range(0, keys.Count).ToArray();
        Array.Sort(order, (a, b) => keys[a].AsSpan().SequenceCompareTo(keys[b]) is var sign && sign != 0 ? sign : a.CompareTo(b));
        return order;
    }

    /// <summary>The rows in a given order.</summary>
    /// <param name="rows">(N, F)</param>
    /// <param name="features">F</param>
    /// <param name="order">(N): the index in <paramref name="rows"/> of each row of the result</param>
    public static float[] Apply(List<float> rows, int features, int[] order)
    {
        var ordered = new float[rows.Count];
        for (var n = 0; n < order.Length; n++) rows.CopyTo(order[n] * features, ordered, n * features, features);
        return ordered;
    }
}
