namespace SparseGen.Kernels;

/// <summary>What rounding to a format of few bits needs to know about it.</summary>
/// <param name="MantissaBits">without the leading one</param>
/// <param name="SmallestExponent">of normal numbers; below it the spacing of numbers is constant</param>
/// <param name="Largest">the magnitude that the largest of a row is scaled to; 0 for a format without scales</param>
readonly record struct QuantisedFormat(int MantissaBits, int SmallestExponent, float Largest)
{
    public static QuantisedFormat Of(DType format) => format switch
    {
        DType.BFloat16 => new(7, -126, 0),
        DType.Float8E4M3 => new(3, -6, Float8E4M3.MaxValue),
        DType.Float8E5M2 => new(2, -14, Float8E5M2.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of weights."),
    };

    /// <summary>The scale of a row: 1 for a row of zeros, and for a format without scales.</summary>
    /// <param name="magnitude">the largest of the row</param>
    public float Scale(float magnitude) => Largest == 0 || magnitude == 0 ? 1 : magnitude / Largest;
}
