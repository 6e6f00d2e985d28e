namespace SparseGen;

/// <summary>A number of eight bits with a mantissa of three (Micikevicius et al. 2022): up to 448, without infinities; for weights.</summary>
/// <param name="Bits">sign, four bits of exponent, three of mantissa</param>
public readonly record struct Float8E4M3(byte Bits)
{
    public const float MaxValue = 448;

    const byte NaN = 0x7f;

    static readonly float[] Values = SmallFloat.Values(exponentBits: 4, mantissaBits: 3, (exponent, mantissa) => exponent == 15 && mantissa == 7 ? float.NaN : null);

    /// <summary>Exact.</summary>
    public static implicit operator float(Float8E4M3 value) => Values[value.Bits];

    /// <summary>Rounds to the nearest, ties to even; beyond the largest number to NaN.</summary>
    public static explicit operator Float8E4M3(float value)
    {
        var (sign, rounded) = SmallFloat.Round(value, exponentBits: 4, mantissaBits: 3);
        return new((byte)(sign | Math.Min(rounded, NaN)));
    }

    public override string ToString() => ((float)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A number of eight bits with a mantissa of two (Micikevicius et al. 2022): up to 57,344, with the range of Float16; for gradients.</summary>
/// <param name="Bits">sign, five bits of exponent, two of mantissa</param>
public readonly record struct Float8E5M2(byte Bits)
{
    public const float MaxValue = 57344;

    const int Infinity = 0x7c, NaN = 0x7e;

    static readonly float[] Values = SmallFloat.Values(exponentBits: 5, mantissaBits: 2, (exponent, mantissa) => exponent < 31 ? null : mantissa == 0 ? float.PositiveInfinity : float.NaN);

    /// <summary>Exact.</summary>
    public static implicit operator float(Float8E5M2 value) => Values[value.Bits];

    /// <summary>Rounds to the nearest, ties to even; beyond the largest number to infinity.</summary>
    public static explicit operator Float8E5M2(float value)
    {
        var (sign, rounded) = SmallFloat.Round(value, exponentBits: 5, mantissaBits: 2);
        return new((byte)(sign | (float.IsNaN(value) ? NaN : Math.Min(rounded, Infinity))));
    }

    public override string ToString() => ((float)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Formats of eight bits, by the widths of exponent and mantissa; the bias of the exponent is half of its range, as in IEEE 754.</summary>
static class SmallFloat
{
    /// <summary>The value of each of the 256 patterns of bits.</summary>
    /// <param name="special">of an exponent and a mantissa, both as stored: infinity or NaN; null for a number</param>
    public static float[] Values(int exponentBits, int mantissaBits, Func<int, int, float?> special)
    {
        var values = new float[256];
        var bias = (1 << exponentBits - 1) - 1;
        for (var bits = 0; bits < values.Length; bits++)
        {
            var (exponent, mantissa) = ((bits & 0x7f) >> mantissaBits, bits & (1 << mantissaBits) - 1);
            var magnitude = special(exponent, mantissa) ?? (exponent == 0
                ? MathF.ScaleB(mantissa, 1 - bias - mantissaBits)
                : MathF.ScaleB((1 << mantissaBits) + mantissa, exponent - bias - mantissaBits));
            values[bits] = (bits & 0x80) == 0 ? magnitude : -magnitude;
        }
        return values;
    }

    /// <summary>Rounds to the nearest, ties to even.</summary>
    /// <returns>The sign's bit, and the bits of exponent and mantissa, which continue past the largest number.</returns>
    public static (int Sign, int Rounded) Round(float value, int exponentBits, int mantissaBits)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var sign = (int)(bits >> 24 & 0x80);
        bits &= 0x7fffffff;
        var bias = (1 << exponentBits - 1) - 1;
        var smallest = 1 - bias;
        var exponent = (int)(bits >> 23) - 127;
        // Below the smallest normal number the spacing is constant.
        if (exponent < smallest)
        {
            var spacing = MathF.ScaleB(1, smallest - mantissaBits);
            return (sign, (int)MathF.Round(BitConverter.UInt32BitsToSingle(bits) / spacing, MidpointRounding.ToEven));
        }
        var shift = 23 - mantissaBits;
        var rounded = bits + (1u << shift - 1) - 1 + (bits >> shift & 1) >> shift;
        return (sign, (int)Math.Min(rounded - ((uint)(127 - bias) << mantissaBits), 0xff));
    }
}
