using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>y ← value.</summary>
readonly unsafe struct FillStep<TLanes, T>(float value, T* y) : IStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(y + i, TLanes.Create(value));
}

/// <summary>y ← x, rounded if y has fewer bits.</summary>
readonly unsafe struct CopyStep<TLanes, TX, TY>(TX* x, TY* y) : IStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TX : unmanaged
    where TY : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(y + i, window.Load(x + i));
}

/// <summary>y ← f(x).</summary>
readonly unsafe struct UnaryStep<TLanes, TOperator, T>(TOperator f, T* x, T* y) : IStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperator : struct, IUnaryOperator
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(y + i, f.Invoke(window.Load(x + i)));
}

/// <summary>z ← f(x, y).</summary>
readonly unsafe struct BinaryStep<TLanes, TOperator, TX, TY, T>(TOperator f, TX x, TY y, T* z) : IStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperator : struct, IBinaryOperator
    where TX : struct, IOperand<TX, TLanes, T>
    where TY : struct, IOperand<TY, TLanes, T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> =>
        window.Store(z + i, f.Invoke(x.Load(window, i), y.Load(window, i)));
}

/// <summary>An operand along a row: contiguous or constant.</summary>
unsafe interface IOperand<TSelf, TLanes, T>
    where TSelf : struct, IOperand<TSelf, TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    /// <summary>The operand of the row that begins at x.</summary>
    static abstract TSelf At(T* x);

    TLanes Load<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes>;
}

/// <summary>An operand that is contiguous along a row.</summary>
readonly unsafe struct Contiguous<TLanes, T>(T* x) : IOperand<Contiguous<TLanes, T>, TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    public static Contiguous<TLanes, T> At(T* x) => new(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> => window.Load(x + i);
}

/// <summary>An operand that is constant along a row.</summary>
readonly unsafe struct Repeated<TLanes, T>(float x) : IOperand<Repeated<TLanes, T>, TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    readonly TLanes _x = TLanes.Create(x);

    public static Repeated<TLanes, T> At(T* x) => new(HostTensor.Value(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<TWindow>(TWindow window, long i) where TWindow : struct, IWindow<TLanes> => _x;
}
