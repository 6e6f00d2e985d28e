namespace SparseGen.Fid;

/// <summary>The mean and covariance of features, as a Fréchet distance compares them.</summary>
public sealed class GaussianStatistics
{
    readonly Lazy<Matrix> _factor;

    /// <param name="mean">(F)</param>
    /// <param name="covariance">(F, F), symmetric</param>
    /// <param name="count">the number of samples; null if unknown, as with files of other programs</param>
    /// <exception cref="ArgumentException">The sizes of mean and covariance do not match.</exception>
    public GaussianStatistics(double[] mean, Matrix covariance, long? count = null)
    {
        if (covariance.Rows != mean.Length || covariance.Columns != mean.Length)
            throw new ArgumentException($"A covariance of {covariance.Rows}×{covariance.Columns} does not belong to a mean of {mean.Length} features.");
        Mean = mean;
        Covariance = covariance;
        Count = count;
        _factor = new Lazy<Matrix>(() => PivotedCholesky.Factor(covariance));
    }

    /// <summary>(F)</summary>
    public double[] Mean { get; }

    /// <summary>(F, F), with the divisor count − 1</summary>
    public Matrix Covariance { get; }

    /// <summary>The number of samples; null if unknown.</summary>
    public long? Count { get; }

    /// <summary>The number of features.</summary>
    public int Features => Mean.Length;

    /// <summary>(rank, F): the matrix A with covariance = AᵀA, computed at the first use.</summary>
    internal Matrix Factor => _factor.Value;
}
