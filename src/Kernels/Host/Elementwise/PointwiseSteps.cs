using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>y ← value.</summary>
readonly unsafe struct FillStep<TLanes>(float value, float* y) : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(y + i, TLanes.Create(value));
}

/// <summary>y ← x.</summary>
readonly unsafe struct CopyStep<TLanes>(float* x, float* y) : IStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(y + i, window.Load(x + i));
}

/// <summary>y ← f(x).</summary>
readonly unsafe struct UnaryStep<TLanes, TOperator>(TOperator f, float* x, float* y) : IStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperator : struct, IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(y + i, f.Invoke(window.Load(x + i)));
}

/// <summary>z ← f(x, y).</summary>
readonly unsafe struct BinaryStep<TLanes, TOperator, TX, TY>(TOperator f, TX x, TY y, float* z) : IStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperator : struct, IBinaryOperator
    where TX : struct, IOperand<TLanes>
    where TY : struct, IOperand<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(z + i, f.Invoke(x.At(window, i), y.At(window, i)));
}

/// <summary>An operand along a row.</summary>
interface IOperand<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    TLanes At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>;
}

/// <summary>Contiguous numbers.</summary>
readonly unsafe struct Contiguous<TLanes>(float* x) : IOperand<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> => window.Load(x + i);
}

/// <summary>One number, everywhere.</summary>
readonly struct Repeated<TLanes>(float x) : IOperand<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> => TLanes.Create(x);
}
