using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// z ← f(x, y) with x and y broadcast to the shape of z. Four elements at a time require an innermost loop whose size is a
/// multiple of four, along which each operand is contiguous or constant.
/// </summary>
readonly struct BroadcastStep<TOperator>(TOperator f, Loops loops, ArrayView<float> x, ArrayView<float> y, ArrayView<float> z) : IStep where TOperator : struct, IBinaryOperator
{
    public void At(int i)
    {
        var (atX, atY) = loops.Offsets(i);
        z[i] = f.Invoke(x[atX], y[atY]);
    }

    public void AtFour(int i)
    {
        var (atX, atY) = loops.Offsets(4 * i);
        var a = Repeated.Four(x, atX, loops.InnermostX);
        var b = Repeated.Four(y, atY, loops.InnermostY);
        z.Cast<Float4>()[i] = new Float4(f.Invoke(a.X, b.X), f.Invoke(a.Y, b.Y), f.Invoke(a.Z, b.Z), f.Invoke(a.W, b.W));
    }
}

/// <summary>y ← x, repeated to the shape of y.</summary>
readonly struct ExpandStep(Loops loops, ArrayView<float> x, ArrayView<float> y) : IStep
{
    public void At(int i) => y[i] = x[loops.Offsets(i).X];

    public void AtFour(int i) => y.Cast<Float4>()[i] = Repeated.Four(x, loops.Offsets(4 * i).X, loops.InnermostX);
}

static class Repeated
{
    /// <summary>Four consecutive elements (step 1), or one element four times (step 0).</summary>
    /// <param name="at">a multiple of four if the step is 1</param>
    public static Float4 Four(ArrayView<float> x, int at, int step) => step == 0 ? new Float4(x[at]) : x.Cast<Float4>()[at >> 2];
}
