using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>Σ (x − centre) and Σ (x − centre)².</summary>
readonly unsafe struct DeviationTerm<TLanes>(float* x, float centre) : IPairTerm<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    public float Filling => centre;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TWindow>(TWindow window, long i, ref TLanes a, ref TLanes b) where TWindow : struct, IWindow<TLanes>
    {
        var d = window.Load(x + i) - TLanes.Create(centre);
        a += d;
        b = TLanes.MultiplyAdd(d, d, b);
    }
}

/// <summary>Σ gy and Σ gy (x − mean).</summary>
readonly unsafe struct GradientTerm<TLanes>(float* x, float* gy, float mean) : IPairTerm<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    public float Filling => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TWindow>(TWindow window, long i, ref TLanes a, ref TLanes b) where TWindow : struct, IWindow<TLanes>
    {
        var g = window.Load(gy + i);
        a += g;
        b = TLanes.MultiplyAdd(g, window.Load(x + i) - TLanes.Create(mean), b);
    }
}

/// <summary>What normalising does to a channel: y = (x − mean) scale + shift.</summary>
readonly record struct ChannelMap(float Mean, float Scale, float Shift)
{
    /// <param name="mean">in double: what its rounding takes off goes into the shift, so that a large mean costs nothing</param>
    /// <param name="scale">γ/deviation</param>
    /// <param name="beta">β</param>
    public static ChannelMap Of(double mean, double scale, double beta) =>
        new((float)mean, (float)scale, (float)(beta + ((float)mean - mean) * scale));
}

/// <summary>y ← (x − mean) scale + shift.</summary>
readonly unsafe struct NormaliseStep<TLanes>(float* x, ChannelMap map, float* y) : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(y + i, TLanes.MultiplyAdd(window.Load(x + i) - TLanes.Create(map.Mean), TLanes.Create(map.Scale), TLanes.Create(map.Shift)));
}

/// <summary>What the backward pass does to a channel: gx = gy factor + (x − mean) slope + shift.</summary>
readonly record struct ChannelGradient(float Mean, float Factor, float Slope, float Shift);

/// <summary>gx ← gy factor + (x − mean) slope + shift.</summary>
readonly unsafe struct NormaliseBackwardStep<TLanes>(float* x, float* gy, ChannelGradient map, float* gx) : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>
    {
        var deviation = window.Load(x + i) - TLanes.Create(map.Mean);
        var rest = TLanes.MultiplyAdd(deviation, TLanes.Create(map.Slope), TLanes.Create(map.Shift));
        window.Store(gx + i, TLanes.MultiplyAdd(window.Load(gy + i), TLanes.Create(map.Factor), rest));
    }
}
