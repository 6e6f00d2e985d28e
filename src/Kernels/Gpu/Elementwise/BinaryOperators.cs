namespace SparseGen.Kernels.Gpu;

/// <summary>A <see cref="BinaryFunction"/>.</summary>
interface IBinaryOperator
{
    float Invoke(float x, float y);
}

readonly struct Add : IBinaryOperator
{
    public float Invoke(float x, float y) => x + y;
}

readonly struct Subtract : IBinaryOperator
{
    public float Invoke(float x, float y) => x - y;
}

readonly struct Multiply : IBinaryOperator
{
    public float Invoke(float x, float y) => x * y;
}

readonly struct Divide : IBinaryOperator
{
    public float Invoke(float x, float y) => x / y;
}

readonly struct AddScaled(float a) : IBinaryOperator
{
    public float Invoke(float x, float y) => x + a * y;
}

readonly struct AddRelu : IBinaryOperator
{
    public float Invoke(float x, float y)
    {
        var sum = x + y;
        return sum < 0 ? 0 : sum;
    }
}

readonly struct SquaredDifference : IBinaryOperator
{
    public float Invoke(float x, float y) => (x - y) * (x - y);
}

readonly struct BceWithLogits : IBinaryOperator
{
    /// <summary>max(x, 0) − x·y in double, where neither term overflows if the difference does not.</summary>
    public float Invoke(float x, float y) => (float)((x < 0 ? 0 : x) - (double)x * y) + GpuMath.LogOnePlusExpOfMinusAbs(x);
}

readonly struct LeakyReluGradient(float a) : IBinaryOperator
{
    public float Invoke(float x, float y) => y > 0 ? x : a * x;
}

readonly struct TanhGradient : IBinaryOperator
{
    public float Invoke(float x, float y) => x * (1 - y * y);
}

readonly struct SigmoidGradient : IBinaryOperator
{
    public float Invoke(float x, float y) => x * y * (1 - y);
}
