namespace SparseGen;

public static partial class Philox
{
    /// <summary>Standard normal numbers: those of <see cref="Normal(in RandomStream, Span{double})"/>, rounded.</summary>
    public static void Normal(in RandomStream stream, Span<float> values) => Normal(stream, 0, values);

    /// <summary>Standard normal numbers: those of <see cref="Normal(in RandomStream, long, Span{double})"/>, rounded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The elements are not all in the stream.</exception>
    public static void Normal(in RandomStream stream, long start, Span<float> values) => Pairs(stream, start, values);

    /// <summary>Standard normal numbers (Box and Muller 1958), between −6.7 and 6.7.</summary>
    public static void Normal(in RandomStream stream, Span<double> values) => Normal(stream, 0, values);

    /// <summary>Standard normal numbers (Box and Muller 1958), from element start on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The elements are not all in the stream.</exception>
    public static void Normal(in RandomStream stream, long start, Span<double> values) => Pairs(stream, start, values);

    /// <summary>Elements 2k and 2k + 1 are computed from words 2k and 2k + 1 of the stream.</summary>
    static void Pairs<T>(in RandomStream stream, long start, Span<T> values) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        CheckRange(start, values.Length);
        Span<uint> words = stackalloc uint[Chunk];
        for (var first = start & ~1L; first < start + values.Length; first += Chunk)
        {
            var count = (int)Math.Min(Chunk, start + values.Length - first + 1) & ~1;
            Fill(stream, first, words[..count]);
            for (var i = 0; i < count; i += 2)
            {
                var (cosine, sine) = BoxMuller(words[i], words[i + 1]);
                var at = (int)(first - start) + i;
                if (at >= 0) values[at] = T.CreateTruncating(cosine);
                if (at + 1 < values.Length) values[at + 1] = T.CreateTruncating(sine);
            }
        }
    }

    static (double Cosine, double Sine) BoxMuller(uint radius, uint angle)
    {
        var r = Math.Sqrt(-2 * Log((radius + 1.0) * (1.0 / (1L << 32))));
        var (sine, cosine) = SinCosOfTurn(angle);
        return (r * cosine, r * sine);
    }

    /// <summary>ln x of a normal floating-point number, with the reduction and coefficients of fdlibm's e_log.c (Sun Microsystems 1993).</summary>
    static double Log(double x)
    {
        // x = 2^k (1 + f) with 1 + f in [√½, √2)
        const long Mantissa = (1L << 52) - 1, One = 1023L << 52;
        var bits = BitConverter.DoubleToInt64Bits(x);
        var k = (int)(bits >> 52) - 1023;
        var f = BitConverter.Int64BitsToDouble((bits & Mantissa) | One);
        if (f >= 1.4142135623730951)
        {
            f *= 0.5;
            k++;
        }
        f -= 1;
        var s = f / (2 + f);
        var z = s * s;
        var rest = z * (6.666666666666735130e-01 + z * (3.999999999940941908e-01 + z * (2.857142874366239149e-01 + z * (2.222219843214978396e-01
            + z * (1.818357216161805012e-01 + z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
        var half = 0.5 * f * f;
        return k * 6.93147180369123816490e-01 - ((half - (s * (half + rest) + k * 1.90821492927058770002e-10)) - f);
    }

    /// <summary>Sine and cosine of angle / 2³² of a turn, with the coefficients of fdlibm's k_sin.c and k_cos.c.</summary>
    static (double Sine, double Cosine) SinCosOfTurn(uint angle)
    {
        // The nearest quarter turn, and the rest, at most an eighth of a turn, without rounding error.
        var quarter = unchecked(angle + (1u << 29)) >> 30;
        var x = (int)(angle - (quarter << 30)) * (2 * Math.PI / (1L << 32));
        var z = x * x;
        var sine = x + x * z * (-1.66666666666666324348e-01 + z * (8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04
            + z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)))));
        var cosine = 1 - (0.5 * z - z * z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * (2.48015872894767294178e-05
            + z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 - z * 1.13596475577881948265e-11))))));
        return quarter switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}
