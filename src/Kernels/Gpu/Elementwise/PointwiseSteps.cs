namespace SparseGen.Kernels.Gpu;

/// <summary>y ← value.</summary>
readonly struct FillStep<TElements>(float value, TElements y) : IStep where TElements : struct, IElements
{
    public void At(int i) => y.Store(i, value);

    public void AtFour(int i) => y.StoreFour(i, new Float4(value));
}

/// <summary>y ← x, converted to the format of y.</summary>
readonly struct CopyStep<TX, TY>(TX x, TY y) : IStep
    where TX : struct, IElements
    where TY : struct, IElements
{
    public void At(int i) => y.Store(i, x.Load(i));

    public void AtFour(int i) => y.StoreFour(i, x.LoadFour(i));
}

/// <summary>y ← f(x).</summary>
readonly struct UnaryStep<TOperator, TElements>(TOperator f, TElements x, TElements y) : IStep
    where TOperator : struct, IUnaryOperator
    where TElements : struct, IElements
{
    public void At(int i) => y.Store(i, f.Invoke(x.Load(i)));

    public void AtFour(int i)
    {
        var a = x.LoadFour(i);
        y.StoreFour(i, new Float4(f.Invoke(a.X), f.Invoke(a.Y), f.Invoke(a.Z), f.Invoke(a.W)));
    }
}

/// <summary>z ← f(x, y), all of one shape.</summary>
readonly struct BinaryStep<TOperator, TElements>(TOperator f, TElements x, TElements y, TElements z) : IStep
    where TOperator : struct, IBinaryOperator
    where TElements : struct, IElements
{
    public void At(int i) => z.Store(i, f.Invoke(x.Load(i), y.Load(i)));

    public void AtFour(int i)
    {
        var a = x.LoadFour(i);
        var b = y.LoadFour(i);
        z.StoreFour(i, new Float4(f.Invoke(a.X, b.X), f.Invoke(a.Y, b.Y), f.Invoke(a.Z, b.Z), f.Invoke(a.W, b.W)));
    }
}
