using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>How the pixels of a window are combined.</summary>
interface IPooling
{
    static abstract TLanes Combine<TLanes>(TLanes a, TLanes b) where TLanes : unmanaged, ILanes<TLanes>;

    static abstract TLanes Finish<TLanes>(TLanes combined, int pixels) where TLanes : unmanaged, ILanes<TLanes>;
}

readonly struct LargestPixel : IPooling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Combine<TLanes>(TLanes a, TLanes b) where TLanes : unmanaged, ILanes<TLanes> => TLanes.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Finish<TLanes>(TLanes combined, int pixels) where TLanes : unmanaged, ILanes<TLanes> => combined;
}

readonly struct MeanPixel : IPooling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Combine<TLanes>(TLanes a, TLanes b) where TLanes : unmanaged, ILanes<TLanes> => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Finish<TLanes>(TLanes combined, int pixels) where TLanes : unmanaged, ILanes<TLanes> =>
        combined / TLanes.Create(pixels);
}
