namespace SparseGen.Kernels.Gpu;

/// <summary>A <see cref="UnaryFunction"/>.</summary>
interface IUnaryOperator
{
    float Invoke(float x);
}

readonly struct Affine(float a, float b) : IUnaryOperator
{
    public float Invoke(float x) => a * x + b;
}

readonly struct Abs : IUnaryOperator
{
    public float Invoke(float x) => GpuMath.Abs(x);
}

readonly struct Sign : IUnaryOperator
{
    public float Invoke(float x) => x > 0 ? 1 : x < 0 ? -1 : x;
}

readonly struct Square : IUnaryOperator
{
    public float Invoke(float x) => x * x;
}

readonly struct Sqrt : IUnaryOperator
{
    public float Invoke(float x) => MathF.Sqrt(x);
}

readonly struct Reciprocal : IUnaryOperator
{
    public float Invoke(float x) => 1 / x;
}

readonly struct Exp : IUnaryOperator
{
    public float Invoke(float x) => GpuMath.Exp(x);
}

readonly struct Log : IUnaryOperator
{
    public float Invoke(float x) => GpuMath.Log(x);
}

readonly struct Tanh : IUnaryOperator
{
    public float Invoke(float x) => GpuMath.Tanh(x);
}

readonly struct Sigmoid : IUnaryOperator
{
    public float Invoke(float x) => GpuMath.Sigmoid(x);
}

readonly struct Softplus : IUnaryOperator
{
    public float Invoke(float x) => (x < 0 ? 0 : x) + GpuMath.LogOnePlusExpOfMinusAbs(x);
}

readonly struct Relu : IUnaryOperator
{
    public float Invoke(float x) => x < 0 ? 0 : x;
}

readonly struct LeakyRelu(float a) : IUnaryOperator
{
    public float Invoke(float x) => x > 0 ? x : a * x;
}

readonly struct Clamp(float a, float b) : IUnaryOperator
{
    public float Invoke(float x)
    {
        var raised = x < a ? a : x;
        return raised > b ? b : raised;
    }
}
