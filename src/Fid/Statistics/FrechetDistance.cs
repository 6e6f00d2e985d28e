namespace SparseGen.Fid;

/// <summary>
/// The squared Fréchet distance of two Gaussians, ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2√(Σ₁Σ₂)) (Dowson and Landau 1982; Heusel et
/// al. 2017, eq. 6).
/// </summary>
/// <remarks>
/// With Σ₁ = FᵀF, Σ₁Σ₂ has the eigenvalues of FΣ₂Fᵀ, which is symmetric: nothing complex can arise, and no square root of
/// a matrix is needed. What rounding makes negative is clamped at 0.
/// </remarks>
public static class FrechetDistance
{
    /// <summary>Below this number of samples the covariance of 2,048 features is singular, and the distance says little.</summary>
    public const int FewSamples = 2048;

    /// <exception cref="ArgumentException">The statistics are of different numbers of features.</exception>
    public static double Between(GaussianStatistics first, GaussianStatistics second)
    {
        if (first.Features != second.Features)
            throw new ArgumentException($"Statistics of {first.Features:N0} features cannot be compared with those of {second.Features:N0}.");
        var distance = first.Covariance.Trace() + second.Covariance.Trace();
        for (var f = 0; f < first.Features; f++)
        {
            var difference = first.Mean[f] - second.Mean[f];
            distance += difference * difference;
        }
        foreach (var eigenvalue in SymmetricEigenvalues.Of(Sandwich(first.Factor, second.Covariance)))
            distance -= 2 * Math.Sqrt(Math.Max(0, eigenvalue));
        return distance;
    }

    /// <summary>The lower triangle of F·Σ·Fᵀ.</summary>
    /// <summary>What rounding may make of a distance of zero: sums of F terms as large as the traces, a few bits each.</summary>
    public static double Rounding(GaussianStatistics first, GaussianStatistics second)
    {
        const double unit = 1.0 / (1L << 52), bits = 16;
        return bits * unit * first.Features * (first.Covariance.Trace() + second.Covariance.Trace());
    }

    static Matrix Sandwich(Matrix factor, Matrix covariance)
    {
        var half = new Matrix(factor.Rows, covariance.Rows);
        MatrixProduct.Add(1, factor, covariance, half);
        var product = new Matrix(factor.Rows, factor.Rows);
        MatrixProduct.Add(1, half, factor, product, lowerOnly: true);
        return product;
    }
}
