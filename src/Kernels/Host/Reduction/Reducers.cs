using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>How two numbers become one.</summary>
interface IReducer
{
    /// <summary>What changes nothing, and is the result of nothing.</summary>
    static abstract float Identity { get; }

    static abstract TLanes Combine<TLanes>(TLanes a, TLanes b) where TLanes : unmanaged, ILanes<TLanes>;

    static abstract double Combine(double a, double b);

    /// <summary>The lanes combined.</summary>
    static abstract float Across<TLanes>(TLanes a) where TLanes : unmanaged, ILanes<TLanes>;
}

readonly struct Summing : IReducer
{
    public static float Identity => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Combine<TLanes>(TLanes a, TLanes b) where TLanes : unmanaged, ILanes<TLanes> => a + b;

    public static double Combine(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Across<TLanes>(TLanes a) where TLanes : unmanaged, ILanes<TLanes> => TLanes.Sum(a);
}

readonly struct Largest : IReducer
{
    public static float Identity => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Combine<TLanes>(TLanes a, TLanes b) where TLanes : unmanaged, ILanes<TLanes> => TLanes.Max(a, b);

    public static double Combine(double a, double b) => Math.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Across<TLanes>(TLanes a) where TLanes : unmanaged, ILanes<TLanes> => TLanes.Max(a);
}
