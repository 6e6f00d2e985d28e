namespace SparseGen.Kernels.Gpu;

/// <summary>
/// z ← f(x, y) with x and y broadcast to the shape of z. Four elements at a time require an innermost loop whose size is a
/// multiple of four, along which each operand is contiguous or constant.
/// </summary>
readonly struct BroadcastStep<TOperator, TElements>(TOperator f, Loops loops, TElements x, TElements y, TElements z) : IStep
    where TOperator : struct, IBinaryOperator
    where TElements : struct, IElements
{
    public void At(int i)
    {
        var (atX, atY) = loops.Offsets(i);
        z.Store(i, f.Invoke(x.Load(atX), y.Load(atY)));
    }

    public void AtFour(int i)
    {
        var (atX, atY) = loops.Offsets(4 * i);
        var a = Repeated.Four(x, atX, loops.InnermostX);
        var b = Repeated.Four(y, atY, loops.InnermostY);
        z.StoreFour(i, new Float4(f.Invoke(a.X, b.X), f.Invoke(a.Y, b.Y), f.Invoke(a.Z, b.Z), f.Invoke(a.W, b.W)));
    }
}

/// <summary>y ← x, repeated to the shape of y.</summary>
readonly struct ExpandStep<TElements>(Loops loops, TElements x, TElements y) : IStep where TElements : struct, IElements
{
    public void At(int i) => y.Store(i, x.Load(loops.Offsets(i).X));

    public void AtFour(int i) => y.StoreFour(i, Repeated.Four(x, loops.Offsets(4 * i).X, loops.InnermostX));
}

static class Repeated
{
    /// <summary>Four consecutive elements (step 1), or one element four times (step 0).</summary>
    /// <param name="at">a multiple of four if the step is 1</param>
    public static Float4 Four<TElements>(TElements x, int at, int step) where TElements : struct, IElements => step == 0 ? new Float4(x.Load(at)) : x.LoadFour(at >> 2);
}
