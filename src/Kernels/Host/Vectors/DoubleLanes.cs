using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>As many doubles as a vector of floats has lanes, for sums: for sixteen floats, two vectors of eight doubles.</summary>
readonly unsafe struct DoubleLanes<TLanes>(TLanes lower, TLanes upper) where TLanes : unmanaged, ILanes<TLanes>
{
    readonly TLanes _lower = lower, _upper = upper;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes<TLanes> Create(double value) => new(TLanes.CreateDoubles(value), TLanes.CreateDoubles(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator DoubleLanes<TLanes>(TLanes a) => new(TLanes.WidenLower(a), TLanes.WidenUpper(a));

    /// <summary>Writes <see cref="ILanes{TSelf}.Count"/> doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target)
    {
        _lower.Store((float*)target);
        _upper.Store((float*)target + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes<TLanes> operator +(DoubleLanes<TLanes> a, DoubleLanes<TLanes> b) =>
        new(TLanes.AddDoubles(a._lower, b._lower), TLanes.AddDoubles(a._upper, b._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes<TLanes> operator -(DoubleLanes<TLanes> a, DoubleLanes<TLanes> b) =>
        new(TLanes.SubtractDoubles(a._lower, b._lower), TLanes.SubtractDoubles(a._upper, b._upper));

    /// <summary>a·b + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes<TLanes> MultiplyAdd(DoubleLanes<TLanes> a, DoubleLanes<TLanes> b, DoubleLanes<TLanes> c) =>
        new(TLanes.MultiplyAddDoubles(a._lower, b._lower, c._lower), TLanes.MultiplyAddDoubles(a._upper, b._upper, c._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(DoubleLanes<TLanes> a) => TLanes.SumDoubles(TLanes.AddDoubles(a._lower, a._upper));
}
