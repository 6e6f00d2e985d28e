using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>Σ (x − centre) and Σ (x − centre)².</summary>
readonly unsafe struct DeviationTerm<TLanes, T>(T* x, float centre) : IPairTerm<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    readonly DoubleLanes<TLanes> _centre = DoubleLanes<TLanes>.Create(centre);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TWindow>(TWindow window, long i, ref DoubleLanes<TLanes> first, ref DoubleLanes<TLanes> second) where TWindow : struct, IWindow<TLanes>
    {
        DoubleLanes<TLanes> deviation = window.Load(x + i, TLanes.Create(centre));
        deviation -= _centre;
        first += deviation;
        second = DoubleLanes<TLanes>.MultiplyAdd(deviation, deviation, second);
    }
}

/// <summary>Σ gy and Σ gy (x − mean).</summary>
readonly unsafe struct GradientTerm<TLanes, T>(T* x, T* gy, float mean) : IPairTerm<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    readonly DoubleLanes<TLanes> _mean = DoubleLanes<TLanes>.Create(mean);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TWindow>(TWindow window, long i, ref DoubleLanes<TLanes> first, ref DoubleLanes<TLanes> second) where TWindow : struct, IWindow<TLanes>
    {
        DoubleLanes<TLanes> gradient = window.Load(gy + i), deviation = window.Load(x + i);
        deviation -= _mean;
        first += gradient;
        second = DoubleLanes<TLanes>.MultiplyAdd(gradient, deviation, second);
    }
}

/// <summary>The coefficients of a channel's normalisation: y = (x − mean) scale + shift.</summary>
readonly record struct ChannelMap(float Mean, float Scale, float Shift)
{
    /// <param name="mean">in double; the difference to its Float32 value is included in the shift, so that a large mean does not reduce accuracy</param>
    /// <param name="scale">γ/deviation</param>
    public static ChannelMap Of(double mean, double scale, double beta) =>
        new((float)mean, (float)scale, (float)(beta + ((float)mean - mean) * scale));
}

/// <summary>y ← (x − mean) scale + shift.</summary>
readonly unsafe struct NormaliseStep<TLanes, T>(T* x, ChannelMap map, T* y) : IStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(y + i, TLanes.MultiplyAdd(window.Load(x + i) - TLanes.Create(map.Mean), TLanes.Create(map.Scale), TLanes.Create(map.Shift)));
}

/// <summary>The coefficients of a channel's backward pass: gx = ((gy − mean gy) − (x − mean) slope) factor.</summary>
/// <param name="Mean">of x</param>
/// <param name="GradientMean">gβ/M</param>
/// <param name="Slope">gγ/(M deviation)</param>
/// <param name="Factor">γ/deviation</param>
readonly record struct ChannelGradient(float Mean, float GradientMean, float Slope, float Factor);

/// <summary>gx ← ((gy − mean gy) − (x − mean) slope) factor. Terms that almost cancel are subtracted before they are scaled.</summary>
readonly unsafe struct NormaliseBackwardStep<TLanes, T>(T* x, T* gy, ChannelGradient map, T* gx) : IStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>
    {
        var deviation = window.Load(x + i) - TLanes.Create(map.Mean);
        var gradient = window.Load(gy + i) - TLanes.Create(map.GradientMean);
        window.Store(gx + i, TLanes.MultiplyAdd(deviation, TLanes.Create(-map.Slope), gradient) * TLanes.Create(map.Factor));
    }
}
