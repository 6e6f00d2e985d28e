using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>Vectors of the elements of a tensor, which are Float32 or BFloat16 in memory and Float32 in registers.</summary>
static unsafe class Elements<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <typeparam name="T">float or <see cref="BFloat16"/></typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<T>(T* source) where T : unmanaged =>
        typeof(T) == typeof(float) ? TLanes.Load((float*)source) : TLanes.Load((BFloat16*)source);

    /// <summary>BFloat16 is rounded to the nearest, ties to even.</summary>
    /// <inheritdoc cref="Load"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* target, TLanes value) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) value.Store((float*)target);
        else value.Store((BFloat16*)target);
    }

    /// <summary>The first elements; the other lanes are 0, and their memory is not accessed.</summary>
    public static TLanes LoadFirst(BFloat16* source, int count)
    {
        var lanes = stackalloc BFloat16[TLanes.Count];
        new Span<BFloat16>(lanes, TLanes.Count).Clear();
        for (var i = 0; i < count; i++) lanes[i] = source[i];
        return TLanes.Load(lanes);
    }

    /// <summary>Writes the first lanes; the memory of the others is not accessed.</summary>
    public static void StoreFirst(BFloat16* target, TLanes value, int count)
    {
        var lanes = stackalloc BFloat16[TLanes.Count];
        value.Store(lanes);
        for (var i = 0; i < count; i++) target[i] = lanes[i];
    }
}
