namespace SparseGen.Kernels.Host;

/// <summary>Count, mean and sum of squared deviations from it, of some numbers.</summary>
readonly record struct Moments(double Count, double Mean, double SquaredDeviations)
{
    /// <summary>Those of two sets together (Chan, Golub and LeVeque 1979): as exact for a large mean as for none.</summary>
    public static Moments operator +(in Moments a, in Moments b)
    {
        var count = a.Count + b.Count;
        if (count == 0) return default;
        var difference = b.Mean - a.Mean;
        return new(count, a.Mean + difference * b.Count / count,
            a.SquaredDeviations + b.SquaredDeviations + difference * difference * a.Count * b.Count / count);
    }

    /// <summary>Those of count numbers from the sums of d and d², d being their differences from a number near their mean.</summary>
    public static Moments Around(double centre, double sum, double sumOfSquares, long count) =>
        new(count, centre + sum / count, Math.Max(0, sumOfSquares - sum * sum / count));
}
