using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>A <see cref="UnaryFunction"/> on vectors.</summary>
interface IUnaryOperator
{
    TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes>;
}

readonly struct Affine(float a, float b) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(TLanes.Create(a), x, TLanes.Create(b));
}

readonly struct Abs : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Abs(x);
}

readonly struct Sign : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes>
    {
        var one = TLanes.Create(1);
        var sign = TLanes.Select(TLanes.Greater(x, default), one, x);
        return TLanes.Select(TLanes.Greater(default, x), -one, sign);
    }
}

readonly struct Square : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        x * x;
}

readonly struct Sqrt : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Sqrt(x);
}

readonly struct Reciprocal : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Create(1) / x;
}

readonly struct Exp : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        VectorMath.Exp(x);
}

readonly struct Log : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        VectorMath.Log(x);
}

readonly struct Tanh : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        VectorMath.Tanh(x);
}

readonly struct Sigmoid : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        VectorMath.Sigmoid(x);
}

readonly struct Softplus : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MaxNative(default, x) + VectorMath.LogOnePlusExpOfMinusAbs(x);
}

readonly struct Relu : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MaxNative(default, x);
}

readonly struct LeakyRelu(float a) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Select(TLanes.Greater(x, default), x, x * TLanes.Create(a));
}

readonly struct Clamp(float a, float b) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Invoke<TLanes>(TLanes x) where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MinNative(TLanes.Create(b), TLanes.MaxNative(TLanes.Create(a), x));
}
