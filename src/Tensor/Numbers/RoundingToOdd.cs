namespace SparseGen;

/// <summary>The first of two roundings that together round once.</summary>
public static class RoundingToOdd
{
    /// <summary>
    /// The Float32 next to the value towards zero, with its last bit set if they differ. Rounded again to a format with at least two
    /// bits less, the result is that of a single rounding (Boldo and Melquiond 2008).
    /// </summary>
    public static float ToSingle(double value)
    {
        var single = (float)value;
        if (double.IsNaN(value) || single == value) return single;
        var bits = BitConverter.SingleToUInt32Bits(single);
        if (Math.Abs((double)single) > Math.Abs(value)) bits--;
        return BitConverter.UInt32BitsToSingle(bits | 1);
    }
}
