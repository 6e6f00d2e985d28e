namespace SparseGen.Fid;

/// <summary>
/// The squared maximum mean discrepancy of features with the kernel (x·y/F + 1)³, unbiased, as the mean over random
/// subsets (Bińkowski et al. 2018, section 3 and appendix A): KID. It may be negative.
/// </summary>
public static class KernelDistance
{
    public const int Subsets = 100, SubsetSize = 1000;

    /// <summary>Mean and standard deviation over the subsets.</summary>
    /// <param name="first">(N, F)</param>
    /// <param name="second">(M, F)</param>
    /// <param name="features">F</param>
    /// <param name="seed">seed of the choice of subsets</param>
    /// <param name="subsets">number of subsets</param>
    /// <param name="subsetSize">number of images of each set in a subset, limited to the size of the smaller set; <see cref="SizeOfSubset"/> if null</param>
    /// <exception cref="ArgumentException">A set has fewer than two images.</exception>
    public static Spread Between(float[] first, float[] second, int features, ulong seed = 0, int subsets = Subsets, int? subsetSize = null)
    {
        var (x, y) = (new FeatureRows(first, features), new FeatureRows(second, features));
        if (Math.Min(x.Count, y.Count) < 2) throw new ArgumentException($"A kernel distance needs two images of each set, not {x.Count} and {y.Count}.");
        var size = subsetSize is { } wanted ? Math.Min(wanted, Math.Min(x.Count, y.Count)) : SizeOfSubset(x.Count, y.Count);
        var (orderX, orderY) = (new int[x.Count], new int[y.Count]);
        var values = new double[subsets];
        for (var s = 0; s < subsets; s++)
        {
            Philox.Permutation(RandomStream.For(seed, "kernel distance, first set", (ulong)s), orderX);
            Philox.Permutation(RandomStream.For(seed, "kernel distance, second set", (ulong)s), orderY);
            values[s] = Discrepancy(x.Take(orderX.AsSpan(0, size)), y.Take(orderY.AsSpan(0, size)));
        }
        return Spread.Of(values);
    }

    /// <summary>1,000 images, but at most half of the smaller set, since the deviation over subsets that share most of their images is too small.</summary>
    public static int SizeOfSubset(int first, int second) => Math.Max(2, Math.Min(SubsetSize, Math.Min(first, second) / 2));

    static double Discrepancy(Matrix x, Matrix y) => MeanWithin(x) + MeanWithin(y) - 2 * MeanAcross(x, y);

    /// <summary>The mean of the kernel over pairs of different rows.</summary>
    static double MeanWithin(Matrix x)
    {
        var products = new Matrix(x.Rows, x.Rows);
        MatrixProduct.Add(1.0 / x.Columns, x, x, products, lowerOnly: true);
        var sum = 0.0;
        for (var i = 0; i < x.Rows; i++)
            foreach (var product in products.Row(i)[..i]) sum += Kernel(product);
        return 2 * sum / ((double)x.Rows * (x.Rows - 1));
    }

    static double MeanAcross(Matrix x, Matrix y)
    {
        var products = new Matrix(x.Rows, y.Rows);
        MatrixProduct.Add(1.0 / x.Columns, x, y, products);
        var sum = 0.0;
        foreach (var product in products.Values) sum += Kernel(product);
        return sum / ((double)x.Rows * y.Rows);
    }

    static double Kernel(double product) => (product + 1) * (product + 1) * (product + 1);
}
