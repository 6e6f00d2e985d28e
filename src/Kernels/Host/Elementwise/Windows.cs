using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>How one step of a loop sees memory: a whole vector, or the few floats left at the end.</summary>
unsafe interface IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    TLanes Load(float* source);

    void Store(float* target, TLanes value);
}

readonly unsafe struct WholeWindow<TLanes> : IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load(float* source) => TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target, TLanes value) => value.Store(target);
}

/// <summary>The first lanes of a vector; the others read as a filling and are not written.</summary>
/// <param name="count">1 … lanes − 1</param>
/// <param name="filling">what the lanes beyond count hold</param>
readonly unsafe struct PartialWindow<TLanes>(int count, float filling = 0) : IWindow<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    const int MostLanes = 16;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public TLanes Load(float* source)
    {
        var lanes = stackalloc float[MostLanes];
        for (var i = 0; i < count; i++) lanes[i] = source[i];
        for (var i = count; i < TLanes.Count; i++) lanes[i] = filling;
        return TLanes.Load(lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Store(float* target, TLanes value)
    {
        var lanes = stackalloc float[MostLanes];
        value.Store(lanes);
        for (var i = 0; i < count; i++) target[i] = lanes[i];
    }
}
