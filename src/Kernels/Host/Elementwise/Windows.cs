using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>The access of one step of a loop to memory: a whole vector, or the few floats that remain at the end.</summary>
unsafe interface IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Lanes beyond the end read as 0.</summary>
    TLanes Load(float* source);

    /// <summary>Lanes beyond the end read as the filling.</summary>
    TLanes Load(float* source, TLanes filling);

    void Store(float* target, TLanes value);
}

readonly unsafe struct WholeWindow<TLanes> : IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load(float* source) => TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load(float* source, TLanes filling) => TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target, TLanes value) => value.Store(target);
}

/// <summary>
/// A whole vector, written with non-temporal stores. For outputs larger than the caches this avoids reading each line before it
/// is written, and keeps the contents of the caches.
/// </summary>
readonly unsafe struct StreamingWindow<TLanes> : IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load(float* source) => TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load(float* source, TLanes filling) => TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target, TLanes value) => value.StoreNonTemporal(target);
}

/// <summary>The first lanes of a vector; the others are neither read nor written.</summary>
readonly unsafe struct PartialWindow<TLanes>(int count) : IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly TLanes _mask = TLanes.First(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load(float* source) => TLanes.Load(source, _mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load(float* source, TLanes filling) => TLanes.Select(_mask, TLanes.Load(source, _mask), filling);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target, TLanes value) => value.Store(target, _mask);
}
