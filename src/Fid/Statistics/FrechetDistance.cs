namespace SparseGen.Fid;

/// <summary>
/// The squared Fréchet distance of two Gaussians, ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2√(Σ₁Σ₂)) (Dowson and Landau 1982; Heusel et
/// al. 2017, eq. 6).
/// </summary>
/// <remarks>
/// With Σ₁ = FᵀF, the non-zero eigenvalues of Σ₁Σ₂ are those of the symmetric matrix FΣ₂Fᵀ, so that they are real and no square
/// root of a matrix is needed. Eigenvalues that are negative by rounding are replaced by 0.
/// </remarks>
public static class FrechetDistance
{
    /// <summary>Up to this number of samples the covariance of Inception's 2,048 features is singular, and the distance is strongly biased.</summary>
    public const int FewSamples = 2048;

    /// <summary>The squared distance; it may be slightly negative by rounding.</summary>
    /// <exception cref="ArgumentException">The numbers of features differ.</exception>
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
        foreach (var eigenvalue in SymmetricEigenvalues.Of(Transformed(first.Factor, second.Covariance)))
            distance -= 2 * Math.Sqrt(Math.Max(0, eigenvalue));
        return distance;
    }

    /// <summary>A bound on the rounding error of a distance of zero: 16 units in the last place for each of F terms of the magnitude of the traces.</summary>
    public static double Rounding(GaussianStatistics first, GaussianStatistics second)
    {
        const double unit = 1.0 / (1L << 52), units = 16;
        return units * unit * first.Features * (first.Covariance.Trace() + second.Covariance.Trace());
    }

    /// <summary>The lower triangle of F·Σ·Fᵀ.</summary>
    static Matrix Transformed(Matrix factor, Matrix covariance)
    {
        var half = new Matrix(factor.Rows, covariance.Rows);
        MatrixProduct.Add(1, factor, covariance, half);
        var product = new Matrix(factor.Rows, factor.Rows);
        MatrixProduct.Add(1, half, factor, product, lowerOnly: true);
        return product;
    }
}
