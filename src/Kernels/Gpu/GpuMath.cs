using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Transcendental functions over the whole range of floats, from arithmetic and bit operations only: the same on every GPU,
/// except for fused multiply-adds. They return NaN only for NaN (and for logarithms of negative numbers), and small results
/// keep their relative accuracy. Polynomials are those of the Cephes library (Moshier 1992) unless noted.
/// </summary>
static class GpuMath
{
    const float LogTwo = 0.693147180559945f;

    // ln 2 in two parts. The first has enough trailing zero bits that its product with a small integer is exact.
    const float LogTwoHigh = 0.693359375f, LogTwoLow = -2.12194440e-4f;

    /// <summary>eˣ.</summary>
    public static float Exp(float x)
    {
        // Beyond these bounds the result is 0 or ∞ in any case.
        x = x > 90 ? 90 : x;
        x = x < -105 ? -105 : x;

        // Adding and subtracting 1.5 · 2²³ rounds to an integer.
        var n = x * 1.44269504088896341f + 12582912f - 12582912f;
        var r = x - n * LogTwoHigh;
        r -= n * LogTwoLow;
        var p = 1.9875691500e-4f;
        p = p * r + 1.3981999507e-3f;
        p = p * r + 8.3334519073e-3f;
        p = p * r + 4.1665795894e-2f;
        p = p * r + 1.6666665459e-1f;
        p = p * r + 5.0000001201e-1f;
        p = p * (r * r) + r + 1;

        // 2ⁿ as the product of two factors, since it may lie outside the range of normal numbers.
        var power = (int)n;
        var half = power >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <summary>ln x: −∞ at 0, NaN below.</summary>
    public static float Log(float x)
    {
        const float SmallestNormal = 1.17549435e-38f, Lift = 1 << 23;
        const int Mantissa = (1 << 23) - 1, Half = 126 << 23;
        if (x == 0) return float.NegativeInfinity;
        if (!(x > 0)) return float.NaN;
        if (x > float.MaxValue) return x;
        var subnormal = x < SmallestNormal;
        var bits = (int)Interop.FloatAsInt(subnormal ? x * Lift : x);

        // x = 2^exponent · (1 + f) with 1 + f in [√½, √2)
        var exponent = (bits >> 23) - 126 - (subnormal ? 23 : 0);
        var mantissa = Interop.IntAsFloat((uint)((bits & Mantissa) | Half));
        var small = mantissa < 0.70710678f;
        exponent -= small ? 1 : 0;
        var f = (small ? mantissa + mantissa : mantissa) - 1;
        var e = (float)exponent;
        return e * LogTwoHigh + (f + (LogOnePlusRest(f) + e * LogTwoLow));
    }

    /// <summary>tanh x, as the quotient of two polynomials (coefficients of Eigen's generic_fast_tanh_float).</summary>
    public static float Tanh(float x)
    {
        // Beyond it the quotient rounds to ±1.
        const float Bound = 7.90531110763549805f;
        x = x > Bound ? Bound : x;
        x = x < -Bound ? -Bound : x;
        var z = x * x;
        var p = -2.76076847742355e-16f;
        p = p * z + 2.00018790482477e-13f;
        p = p * z + -8.60467152213735e-11f;
        p = p * z + 5.12229709037114e-08f;
        p = p * z + 1.48572235717979e-05f;
        p = p * z + 6.37261928875436e-04f;
        p = p * z + 4.89352455891786e-03f;
        var q = 1.19825839466702e-06f;
        q = q * z + 1.18534705686654e-04f;
        q = q * z + 2.26843463243900e-03f;
        q = q * z + 4.89352518554385e-03f;
        return p * x / q;
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static float Sigmoid(float x)
    {
        var e = Exp(-Abs(x));
        return (x > 0 ? 1 : e) / (1 + e);
    }

    /// <summary>ln(1 + e^−|x|).</summary>
    public static float LogOnePlusExpOfMinusAbs(float x)
    {
        // e ≤ 1: where 1 + e ≥ √2 it is 2 · (1 + f) with f = (e − 1)/2.
        const float RootTwoLessOne = 0.41421356f;
        var e = Exp(-Abs(x));
        var large = e > RootTwoLessOne;
        var f = large ? (e - 1) * 0.5f : e;
        return f + LogOnePlusRest(f) + (large ? LogTwo : 0);
    }

    public static float Abs(float x) => Interop.IntAsFloat(Interop.FloatAsInt(x) & 0x7FFFFFFF);

    /// <summary>ln(1 + f) − f for 1 + f in [√½, √2].</summary>
    static float LogOnePlusRest(float f)
    {
        var p = 7.0376836292e-2f;
        p = p * f + -1.1514610310e-1f;
        p = p * f + 1.1676998740e-1f;
        p = p * f + -1.2420140846e-1f;
        p = p * f + 1.4249322787e-1f;
        p = p * f + -1.6668057665e-1f;
        p = p * f + 2.0000714765e-1f;
        p = p * f + -2.4999993993e-1f;
        p = p * f + 3.3333331174e-1f;
        p = p * f + -0.5f;
        return p * (f * f);
    }

    /// <summary>2ⁿ for n in −126 … 127.</summary>
    static float PowerOfTwo(int n) => Interop.IntAsFloat((uint)((n + 127) << 23));
}
