using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseGen.Fid;

/// <summary>A vector of doubles of a width that the processor supports; <c>default</c> is the zero vector.</summary>
unsafe interface IDoubles<TSelf> where TSelf : unmanaged, IDoubles<TSelf>
{
    /// <summary>The number of lanes; a constant for the JIT compiler.</summary>
    static abstract int Count { get; }

    static abstract TSelf Create(double value);

    static abstract TSelf Load(double* source);

    void Store(double* target);

    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The sum of the lanes.</summary>
    static abstract double Sum(TSelf a);
}

/// <summary>512 bits: 8 lanes.</summary>
readonly unsafe struct Doubles512(Vector512<double> value) : IDoubles<Doubles512>
{
    readonly Vector512<double> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<double>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 Create(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 Load(double* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 operator +(Doubles512 a, Doubles512 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 MultiplyAdd(Doubles512 a, Doubles512 b, Doubles512 c) => new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Doubles512 a) => Vector512.Sum(a._value);
}

/// <summary>128 or 256 bits: the width of <see cref="Vector{T}"/>.</summary>
readonly unsafe struct NarrowDoubles(Vector<double> value) : IDoubles<NarrowDoubles>
{
    readonly Vector<double> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector<double>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NarrowDoubles Create(double value) => new(new Vector<double>(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NarrowDoubles Load(double* source) => new(Vector.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NarrowDoubles operator +(NarrowDoubles a, NarrowDoubles b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NarrowDoubles MultiplyAdd(NarrowDoubles a, NarrowDoubles b, NarrowDoubles c) => new(Vector.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(NarrowDoubles a) => Vector.Sum(a._value);
}
