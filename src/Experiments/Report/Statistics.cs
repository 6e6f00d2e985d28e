namespace SparseGen.Experiments.Report;

/// <summary>Mean and standard deviation of a quantity over the seeds.</summary>
/// <param name="Count">number of values; mean and deviation are NaN if it is 0</param>
/// <param name="Deviation">sample standard deviation; 0 for a single value</param>
readonly record struct Statistics(int Count, double Mean, double Deviation)
{
    public static Statistics Of(IEnumerable<double> values)
    {
        var all = values.ToArray();
        if (all.Length == 0) return new(0, double.NaN, double.NaN);
        var mean = all.Average();
        return new(all.Length, mean, all.Length == 1 ? 0 : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)));
    }
}
