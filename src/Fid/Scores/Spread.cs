namespace SparseGen.Fid;

/// <summary>A score that was taken several times: its mean and standard deviation over splits or subsets.</summary>
public readonly record struct Spread(double Mean, double Deviation)
{
    /// <summary>The deviation is that of the values themselves, divided by their number.</summary>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new Spread(mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
