using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>An accumulator of a reduction, with one partial result per lane.</summary>
unsafe interface IAccumulator<TSelf, TLanes>
    where TSelf : unmanaged, IAccumulator<TSelf, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>The identity of the operation, which is the result for zero elements.</summary>
    static abstract float Identity { get; }

    /// <summary>An accumulator of zero elements.</summary>
    static abstract TSelf Create();

    TSelf With(TLanes x);

    static abstract TSelf Combine(TSelf a, TSelf b);

    static abstract double Combine(double a, double b);

    /// <summary>The partial results of all lanes combined.</summary>
    double Across();

    /// <summary>Writes the partial result of each lane.</summary>
    void Store(double* lanes);
}

/// <summary>Sums, in double.</summary>
readonly unsafe struct Summing<TLanes>(DoubleLanes<TLanes> sum) : IAccumulator<Summing<TLanes>, TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly DoubleLanes<TLanes> _sum = sum;

    public static float Identity => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Summing<TLanes> Create() => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Summing<TLanes> With(TLanes x) => new(_sum + x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Summing<TLanes> Combine(Summing<TLanes> a, Summing<TLanes> b) => new(a._sum + b._sum);

    public static double Combine(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Across() => DoubleLanes<TLanes>.Sum(_sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* lanes) => _sum.Store(lanes);
}

/// <summary>Maximum; NaN if any element is NaN.</summary>
readonly unsafe struct Largest<TLanes>(TLanes largest) : IAccumulator<Largest<TLanes>, TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly TLanes _largest = largest;

    public static float Identity => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Largest<TLanes> Create() => new(TLanes.Create(Identity));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Largest<TLanes> With(TLanes x) => new(TLanes.Max(_largest, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Largest<TLanes> Combine(Largest<TLanes> a, Largest<TLanes> b) => a.With(b._largest);

    public static double Combine(double a, double b) => Math.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Across() => TLanes.Max(_largest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* lanes) => ((DoubleLanes<TLanes>)_largest).Store(lanes);
}
