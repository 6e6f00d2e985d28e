using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>A <see cref="BinaryFunction"/> on vectors.</summary>
interface IBinaryOperator
{
    TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes>;
}

readonly struct Add : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        x + y;
}

readonly struct Subtract : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        x - y;
}

readonly struct Multiply : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        x * y;
}

readonly struct Divide : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        x / y;
}

readonly struct AddScaled(float a) : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(TLanes.Create(a), y, x);
}

readonly struct AddRelu : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MaxNative(default, x + y);
}

readonly struct SquaredDifference : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        (x - y) * (x - y);
}

readonly struct BceWithLogits : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(-x, y, TLanes.MaxNative(default, x)) + VectorMath.LogOnePlusExpOfMinusAbs(x);
}

readonly struct LeakyReluGradient(float a) : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Select(TLanes.Greater(y, default), x, x * TLanes.Create(a));
}

readonly struct TanhGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        x * (TLanes.Create(1) - y * y);
}

readonly struct SigmoidGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes> =>
        x * y * (TLanes.Create(1) - y);
}
