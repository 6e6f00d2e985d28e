namespace SparseGen.Kernels.Gpu;

/// <summary>How numbers become one. Sums are kept in double: thousands of terms round no more than a few.</summary>
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

/// <summary>The largest; NaN if one is.</summary>
readonly struct Largest : IReducer
{
    public double Identity => double.NegativeInfinity;

    public double Combine(double a, double b) => a > b || double.IsNaN(a) ? a : b;
}
