using SparseGen.Data;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests.Fid;

/// <summary>The weights and images of the golden values: every array a function of its name.</summary>
static class HashedInception
{
    public static NDArray Array(string name, Shape shape) => NDArray.Of<float>(shape, Numbers(name, shape));

    /// <summary>Images whose pixels are floor(256 u), channels red, green, blue.</summary>
    public static ImageSet Images(int count, int size)
    {
        var pixels = System.Array.ConvertAll(NamedNumbers.Uniform($"image{size}", (long)count * 3 * size * size), u => (byte)(256 * u));
        return new ImageSet($"image{size}", channels: 3, size, size, classes: 1, pixels, new byte[count]);
    }

    static float[] Numbers(string name, Shape shape)
    {
        if (name.EndsWith(".bn.weight") || name.EndsWith(".bn.running_var"))
            return System.Array.ConvertAll(NamedNumbers.Uniform(name, shape.Count), u => (float)(0.5 + u));
        if (shape.Rank == 1) return NamedNumbers.Signed(name, shape.Count, 0.1);
        return NamedNumbers.Signed(name, shape.Count, Math.Sqrt(6.0 / (shape.Count / shape[0])));
    }
}
