using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>y ← value.</summary>
readonly struct FillStep(float value, ArrayView<float> y) : IStep
{
    public void At(int i) => y[i] = value;

    public void AtFour(int i) => y.Cast<Float4>()[i] = new Float4(value);
}

/// <summary>y ← x.</summary>
readonly struct CopyStep(ArrayView<float> x, ArrayView<float> y) : IStep
{
    public void At(int i) => y[i] = x[i];

    public void AtFour(int i) => y.Cast<Float4>()[i] = x.Cast<Float4>()[i];
}

/// <summary>y ← f(x).</summary>
readonly struct UnaryStep<TOperator>(TOperator f, ArrayView<float> x, ArrayView<float> y) : IStep where TOperator : struct, IUnaryOperator
{
    public void At(int i) => y[i] = f.Invoke(x[i]);

    public void AtFour(int i)
    {
        var a = x.Cast<Float4>()[i];
        y.Cast<Float4>()[i] = new Float4(f.Invoke(a.X), f.Invoke(a.Y), f.Invoke(a.Z), f.Invoke(a.W));
    }
}

/// <summary>z ← f(x, y), all of one shape.</summary>
readonly struct BinaryStep<TOperator>(TOperator f, ArrayView<float> x, ArrayView<float> y, ArrayView<float> z) : IStep where TOperator : struct, IBinaryOperator
{
    public void At(int i) => z[i] = f.Invoke(x[i], y[i]);

    public void AtFour(int i)
    {
        var a = x.Cast<Float4>()[i];
        var b = y.Cast<Float4>()[i];
        z.Cast<Float4>()[i] = new Float4(f.Invoke(a.X, b.X), f.Invoke(a.Y, b.Y), f.Invoke(a.Z, b.Z), f.Invoke(a.W, b.W));
    }
}
