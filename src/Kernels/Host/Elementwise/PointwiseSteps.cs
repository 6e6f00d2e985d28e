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
    where TX : struct, IOperand<TX, TLanes>
    where TY : struct, IOperand<TY, TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(z + i, f.Invoke(x.Load(window, i), y.Load(window, i)));
}

/// <summary>An operand along a row: contiguous or constant.</summary>
unsafe interface IOperand<TSelf, TLanes>
    where TSelf : struct, IOperand<TSelf, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>The operand of the row that begins at x.</summary>
    static abstract TSelf At(float* x);

    TLanes Load<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>;
}

/// <summary>An operand that is contiguous along a row.</summary>
readonly unsafe struct Contiguous<TLanes>(float* x) : IOperand<Contiguous<TLanes>, TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    public static Contiguous<TLanes> At(float* x) => new(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> => window.Load(x + i);
}

/// <summary>An operand that is constant along a row.</summary>
readonly unsafe struct Repeated<TLanes>(float x) : IOperand<Repeated<TLanes>, TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly TLanes _x = TLanes.Create(x);

    public static Repeated<TLanes> At(float* x) => new(*x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> => _x;
}
