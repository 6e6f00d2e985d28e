namespace SparseGen.Fid;

/// <summary>Mean and standard deviation of a score over splits or subsets.</summary>
public readonly record struct Spread(double Mean, double Deviation)
{
    /// <summary>The deviation is that of the given values: the sum of squares is divided by their number n, not by n − 1.</summary>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new Spread(mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
