using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>
/// A vector of floats of a fixed width. Kernels are written once, generic over it; <see cref="HostKernels.Create"/> chooses the
/// type. <c>default</c> is the vector of zeros.
/// </summary>
/// <remarks>A mask is a vector in each of whose lanes all bits are set or none.</remarks>
unsafe interface ILanes<TSelf> where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>The number of lanes, a JIT-time constant.</summary>
    static abstract int Count { get; }

    /// <summary>
    /// The number of vector registers for which kernels are unrolled, a JIT-time constant: 32 with AVX-512, else 16. The sizes of
    /// register tiles follow from it.
    /// </summary>
    static abstract int Registers { get; }

    static abstract TSelf Create(float value);

    /// <summary>Reads <see cref="Count"/> floats; any alignment.</summary>
    static abstract TSelf Load(float* source);

    void Store(float* target);

    /// <summary>The mask of the first <paramref name="count"/> lanes.</summary>
    static abstract TSelf First(int count);

    /// <summary>Reads the lanes that are set in the mask; the others are 0, and their memory is not accessed.</summary>
    static abstract TSelf Load(float* source, TSelf mask);

    /// <summary>Writes the lanes that are set in the mask; the memory of the others is not accessed.</summary>
    void Store(float* target, TSelf mask);

    /// <summary>Reads <see cref="Count"/> numbers; any alignment.</summary>
    static abstract TSelf Load(BFloat16* source);

    /// <summary>Rounds to the nearest, ties to even.</summary>
    void Store(BFloat16* target);

    /// <summary>As <see cref="Store(BFloat16*)"/>, with a non-temporal store. <paramref name="target"/> is aligned to the half of a vector.</summary>
    void StoreNonTemporal(BFloat16* target);

    /// <summary>Writes with a non-temporal store, which bypasses the caches. <paramref name="target"/> is aligned to the vector.</summary>
    void StoreNonTemporal(float* target);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    static abstract TSelf operator &(TSelf a, TSelf b);

    static abstract TSelf operator |(TSelf a, TSelf b);

    /// <summary>a·b + c, rounded once where the processor can (everywhere but on x86 without AVX2).</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>
    /// this ← a·b + this, in place. The accumulator keeps its register, where an assignment of <see cref="MultiplyAdd"/> may
    /// need a move.
    /// </summary>
    void AddProduct(TSelf a, TSelf b);

    static abstract TSelf Abs(TSelf a);

    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>The maximum; NaN if either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The maximum, in one instruction. NaN if b is NaN; if only a is NaN, it may be b.</summary>
    static abstract TSelf MaxNative(TSelf a, TSelf b);

    /// <summary>The minimum, in one instruction. NaN if b is NaN; if only a is NaN, it may be b.</summary>
    static abstract TSelf MinNative(TSelf a, TSelf b);

    /// <summary>The mask of a > b; false for NaN.</summary>
    static abstract TSelf Greater(TSelf a, TSelf b);

    /// <summary>The mask of a = b; false for NaN.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary><paramref name="yes"/> where the mask is set, else <paramref name="no"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf yes, TSelf no);

    /// <summary>The sum of the lanes, in an order that the width determines.</summary>
    static abstract float Sum(TSelf a);

    /// <summary>The sums of the lanes of four vectors, in an order that the width determines.</summary>
    static abstract Vector128<float> Sums(TSelf a, TSelf b, TSelf c, TSelf d);

    /// <summary>The maximum of the lanes; NaN if any is NaN.</summary>
    static abstract float Max(TSelf a);

    /// <summary>a·2ⁿ for integers n with |n| ≤ 252: ∞, subnormal or zero where the product leaves the normal range.</summary>
    static abstract TSelf Scale(TSelf a, TSelf n);

    /// <summary>Splits positive normal numbers into mantissa · 2ᵉ with the mantissa in [√½, √2).</summary>
    static abstract TSelf Split(TSelf a, out TSelf exponent);

    // Doubles: the bits of a vector hold half as many doubles as floats. See DoubleLanes.

    /// <summary>The lower half of the lanes as doubles.</summary>
    static abstract TSelf WidenLower(TSelf a);

    /// <summary>The upper half of the lanes as doubles.</summary>
    static abstract TSelf WidenUpper(TSelf a);

    static abstract TSelf CreateDoubles(double value);

    static abstract TSelf AddDoubles(TSelf a, TSelf b);

    static abstract TSelf SubtractDoubles(TSelf a, TSelf b);

    static abstract TSelf MultiplyAddDoubles(TSelf a, TSelf b, TSelf c);

    /// <summary>The sum of the doubles, in an order that the width determines.</summary>
    static abstract double SumDoubles(TSelf a);
}
