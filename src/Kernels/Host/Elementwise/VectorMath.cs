using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>
/// Transcendental functions of vectors, over the whole range of floats. They return NaN only for NaN (and for logarithms of
/// negative numbers), and small results keep their relative accuracy. Polynomials are those of the Cephes library (Moshier
/// 1992) unless noted.
/// </summary>
static class VectorMath
{
    const float LogTwo = 0.693147180559945f;

    // ln 2 in two parts. The first has enough trailing zero bits that its product with a small integer is exact.
    const float LogTwoHigh = 0.693359375f, LogTwoLow = -2.12194440e-4f;

    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes>
    {
        // Beyond these bounds the result is 0 or ∞ in any case.
        x = TLanes.MinNative(TLanes.Create(90), TLanes.MaxNative(TLanes.Create(-105), x));
        var n = TLanes.Round(x * TLanes.Create(1.44269504088896341f));
        var r = TLanes.MultiplyAdd(n, TLanes.Create(-LogTwoHigh), x);
        r = TLanes.MultiplyAdd(n, TLanes.Create(-LogTwoLow), r);
        var p = TLanes.Create(1.9875691500e-4f);
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(1.3981999507e-3f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(8.3334519073e-3f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(4.1665795894e-2f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(1.6666665459e-1f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(5.0000001201e-1f));
        p = TLanes.MultiplyAdd(p, r * r, r) + TLanes.Create(1);
        return TLanes.Scale(p, n);
    }

    /// <summary>ln x: −∞ at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes>
    {
        const float SmallestNormal = 1.17549435e-38f, Lift = 1 << 23;
        var subnormal = TLanes.Greater(TLanes.Create(SmallestNormal), x);
        var mantissa = TLanes.Split(TLanes.Select(subnormal, x * TLanes.Create(Lift), x), out var exponent);
        exponent -= subnormal & TLanes.Create(23);
        var f = mantissa - TLanes.Create(1);
        var y = TLanes.MultiplyAdd(exponent, TLanes.Create(LogTwoLow), LogOnePlusRest(f));
        y = TLanes.MultiplyAdd(exponent, TLanes.Create(LogTwoHigh), f + y);

        // ln 0 = −∞, ln ∞ = ∞, NaN for negative numbers and NaN
        var infinity = TLanes.Create(float.PositiveInfinity);
        y = TLanes.Select(TLanes.Equal(x, infinity), x, y);
        y = TLanes.Select(TLanes.Equal(x, default), -infinity, y);
        return TLanes.Select(TLanes.Greater(x, -TLanes.Create(float.Epsilon)), y, TLanes.Create(float.NaN));
    }

    /// <summary>tanh x, as the quotient of two polynomials (coefficients of Eigen's generic_fast_tanh_float).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes>
    {
        // Beyond it the quotient rounds to ±1.
        const float Bound = 7.90531110763549805f;
        x = TLanes.MinNative(TLanes.Create(Bound), TLanes.MaxNative(TLanes.Create(-Bound), x));
        var z = x * x;
        var p = TLanes.Create(-2.76076847742355e-16f);
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(2.00018790482477e-13f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(-8.60467152213735e-11f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(5.12229709037114e-08f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(1.48572235717979e-05f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(6.37261928875436e-04f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(4.89352455891786e-03f));
        var q = TLanes.Create(1.19825839466702e-06f);
        q = TLanes.MultiplyAdd(q, z, TLanes.Create(1.18534705686654e-04f));
        q = TLanes.MultiplyAdd(q, z, TLanes.Create(2.26843463243900e-03f));
        q = TLanes.MultiplyAdd(q, z, TLanes.Create(4.89352518554385e-03f));
        return p * x / q;
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes>
    {
        var one = TLanes.Create(1);
        var e = Exp(-TLanes.Abs(x));
        return TLanes.Select(TLanes.Greater(x, default), one, e) / (one + e);
    }

    /// <summary>ln(1 + e^−|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LogOnePlusExpOfMinusAbs<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes>
    {
        // e ≤ 1: where 1 + e ≥ √2 it is 2 · (1 + f) with f = (e − 1)/2.
        const float RootTwoLessOne = 0.41421356f;
        var e = Exp(-TLanes.Abs(x));
        var large = TLanes.Greater(e, TLanes.Create(RootTwoLessOne));
        var f = TLanes.Select(large, (e - TLanes.Create(1)) * TLanes.Create(0.5f), e);
        return f + LogOnePlusRest(f) + (large & TLanes.Create(LogTwo));
    }

    /// <summary>ln(1 + f) − f for 1 + f in [√½, √2].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes LogOnePlusRest<TLanes>(TLanes f) where TLanes : unmanaged, ILanes<TLanes>
    {
        var p = TLanes.Create(7.0376836292e-2f);
        p = TLanes.MultiplyAdd(p, f, TLanes.Create(-1.1514610310e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Create(1.1676998740e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Create(-1.2420140846e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Create(1.4249322787e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Create(-1.6668057665e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Create(2.0000714765e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Create(-2.4999993993e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Create(3.3333331174e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Create(-0.5f));
        return p * (f * f);
    }
}
