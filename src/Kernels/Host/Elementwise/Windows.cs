using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>The access of one step of a loop to memory, of Float32 or BFloat16: a whole vector, or the few elements that remain at the end.</summary>
unsafe interface IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Lanes beyond the end read as 0.</summary>
    TLanes Load<T>(T* source) where T : unmanaged;

    /// <summary>Lanes beyond the end read as the filling.</summary>
    TLanes Load<T>(T* source, TLanes filling) where T : unmanaged;

    void Store<T>(T* target, TLanes value) where T : unmanaged;
}

readonly unsafe struct WholeWindow<TLanes> : IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<T>(T* source) where T : unmanaged => Elements<TLanes>.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<T>(T* source, TLanes filling) where T : unmanaged => Elements<TLanes>.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(T* target, TLanes value) where T : unmanaged => Elements<TLanes>.Store(target, value);
}

/// <summary>
/// A whole vector, written with non-temporal stores. For outputs larger than the caches this avoids reading each line before it
/// is written, and keeps the contents of the caches.
/// </summary>
readonly unsafe struct StreamingWindow<TLanes> : IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<T>(T* source) where T : unmanaged => Elements<TLanes>.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<T>(T* source, TLanes filling) where T : unmanaged => Elements<TLanes>.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(T* target, TLanes value) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) value.StoreNonTemporal((float*)target);
        else value.StoreNonTemporal((BFloat16*)target);
    }
}

/// <summary>The first lanes of a vector; the others are neither read nor written.</summary>
readonly unsafe struct PartialWindow<TLanes>(int count) : IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly TLanes _mask = TLanes.First(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<T>(T* source) where T : unmanaged =>
        typeof(T) == typeof(float) ? TLanes.Load((float*)source, _mask) : Elements<TLanes>.LoadFirst((BFloat16*)source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<T>(T* source, TLanes filling) where T : unmanaged => TLanes.Select(_mask, Load(source), filling);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(T* target, TLanes value) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) value.Store((float*)target, _mask);
        else Elements<TLanes>.StoreFirst((BFloat16*)target, value, count);
    }
}
