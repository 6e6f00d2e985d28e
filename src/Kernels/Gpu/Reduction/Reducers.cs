namespace SparseGen.Kernels.Gpu;

/// <summary>How elements are combined. Sums are accumulated in double, so that thousands of terms cause no more rounding error than a few.</summary>
interface IReducer
{
    double Identity { get; }

    double Combine(double a, double b);
}

readonly struct Summing : IReducer
{
    public double Identity => 0;

    public double Combine(double a, double b) => a + b;
}

/// <summary>The maximum; NaN if any element is NaN.</summary>
readonly struct Largest : IReducer
{
    public double Identity => double.NegativeInfinity;

    public double Combine(double a, double b) => a > b || double.IsNaN(a) ? a : b;
}
