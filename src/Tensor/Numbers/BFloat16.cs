namespace SparseGen;

/// <summary>A number of sixteen bits: the upper half of a Float32, with its range and a mantissa of seven bits.</summary>
/// <param name="Bits">sign, eight bits of exponent, seven of mantissa</param>
public readonly record struct BFloat16(ushort Bits)
{
    const uint NaNBit = 0x40;

    /// <summary>Exact.</summary>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>Rounds to the nearest, ties to even; beyond the largest number to infinity.</summary>
    public static explicit operator BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return new((ushort)(float.IsNaN(value) ? bits >> 16 | NaNBit : bits + 0x7fff + (bits >> 16 & 1) >> 16));
    }

    /// <summary>Rounds once, to the nearest, ties to even; beyond the largest number to infinity.</summary>
    public static explicit operator BFloat16(double value) => (BFloat16)RoundingToOdd.ToSingle(value);

    public override string ToString() => ((float)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
