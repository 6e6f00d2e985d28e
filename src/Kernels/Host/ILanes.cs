using System.Runtime.Intrinsics;

namespace SparseGen.Kernels.Host;

/// <summary>
/// A vector of floats, as wide as the processor has them. Kernels are written once, generic over the width;
/// <see cref="HostKernels.Create"/> chooses it. <c>default</c> is the vector of zeros.
/// </summary>
/// <remarks>A mask is a vector whose lanes have all bits set or none.</remarks>
unsafe interface ILanes<TSelf> where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>The number of lanes; a constant to the compiler.</summary>
    static abstract int Count { get; }

    static abstract TSelf Create(float value);

    /// <summary>Reads <see cref="Count"/> floats; any alignment.</summary>
    static abstract TSelf Load(float* source);

    void Store(float* target);

    /// <summary>The mask of the first lanes.</summary>
    static abstract TSelf First(int count);

    /// <summary>Reads the lanes of a mask; the others are 0, and their memory is not touched.</summary>
    static abstract TSelf Load(float* source, TSelf mask);

    /// <summary>Writes the lanes of a mask; the memory of the others is not touched.</summary>
    void Store(float* target, TSelf mask);

    /// <summary>Writes past the caches, to whole cache lines that nobody reads soon. <paramref name="target"/> is aligned to the vector.</summary>
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

    /// <summary>this ← a·b + this, in place: the accumulator keeps its register, where assigning <see cref="MultiplyAdd"/> may cost a move.</summary>
    void AddProduct(TSelf a, TSelf b);

    static abstract TSelf Abs(TSelf a);

    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>The larger; NaN if either is.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The larger, in one instruction; NaN if b is, while a NaN in a may vanish.</summary>
    static abstract TSelf MaxNative(TSelf a, TSelf b);

    /// <summary>The smaller, in one instruction; NaN if b is, while a NaN in a may vanish.</summary>
    static abstract TSelf MinNative(TSelf a, TSelf b);

    /// <summary>The mask of a > b; false for NaN.</summary>
    static abstract TSelf Greater(TSelf a, TSelf b);

    /// <summary>The mask of a = b; false for NaN.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>Where the mask is set <paramref name="yes"/>, elsewhere <paramref name="no"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf yes, TSelf no);

    /// <summary>The sum of the lanes, in an order fixed by the width.</summary>
    static abstract float Sum(TSelf a);

    /// <summary>The sums of four vectors, each over its lanes, in an order fixed by the width.</summary>
    static abstract Vector128<float> Sums(TSelf a, TSelf b, TSelf c, TSelf d);

    /// <summary>The largest lane; NaN if one is.</summary>
    static abstract float Max(TSelf a);

    /// <summary>a·2ⁿ for whole n with |n| ≤ 252: ∞, subnormal or zero where the product leaves the normal range.</summary>
    static abstract TSelf Scale(TSelf a, TSelf n);

    /// <summary>Splits positive, normal numbers into mantissa · 2ᵉ with the mantissa in [√½, √2).</summary>
    static abstract TSelf Split(TSelf a, out TSelf exponent);

    // Doubles: half as many as there are lanes, in the bits of a vector. See DoubleLanes.

    /// <summary>The lower half of the lanes as doubles.</summary>
    static abstract TSelf WidenLower(TSelf a);

    /// <summary>The upper half of the lanes as doubles.</summary>
    static abstract TSelf WidenUpper(TSelf a);

    static abstract TSelf CreateDoubles(double value);

    static abstract TSelf AddDoubles(TSelf a, TSelf b);

    static abstract TSelf SubtractDoubles(TSelf a, TSelf b);

    static abstract TSelf MultiplyAddDoubles(TSelf a, TSelf b, TSelf c);

    /// <summary>The sum of the doubles, in an order fixed by the width.</summary>
    static abstract double SumDoubles(TSelf a);
}
