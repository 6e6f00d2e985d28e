namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void Fill(Tensor y, double value)
    {
        using var rounding = RoundAtEnd();
        Values(y).Fill(value);
    }

    public void Copy(Tensor x, Tensor y)
    {
        using var rounding = RoundAtEnd();
        Contract.SameCount(x, y);
        Values(x).CopyTo(Values(y));
    }

    public void Unary(UnaryFunction function, Tensor x, Tensor y, double a = 0, double b = 0)
    {
        using var rounding = RoundAtEnd();
        Contract.Pointwise(x, y);
        var xs = Values(x);
        var ys = Values(y);
        for (var i = 0; i < ys.Length; i++) ys[i] = Apply(function, xs[i], a, b);
    }

    public void Binary(BinaryFunction function, Tensor x, Tensor y, Tensor z, double a = 0)
    {
        using var rounding = RoundAtEnd();
        Contract.Broadcast(x.Shape, z.Shape);
        Contract.Broadcast(y.Shape, z.Shape);
        var xs = Values(x);
        var ys = Values(y);
        var zs = Values(z);
        for (var i = 0; i < zs.Length; i++)
            zs[i] = Apply(function, xs[Broadcast(z.Shape, x.Shape, i)], ys[Broadcast(z.Shape, y.Shape, i)], a);
    }

    static double Apply(UnaryFunction function, double x, double a, double b) => function switch
    {
        UnaryFunction.Affine => a * x + b,
        UnaryFunction.Abs => Math.Abs(x),
        UnaryFunction.Sign => x > 0 ? 1 : x < 0 ? -1 : x,
        UnaryFunction.Square => x * x,
        UnaryFunction.Sqrt => Math.Sqrt(x),
        UnaryFunction.Reciprocal => 1 / x,
        UnaryFunction.Exp => Math.Exp(x),
        UnaryFunction.Log => Math.Log(x),
        UnaryFunction.Tanh => Math.Tanh(x),
        UnaryFunction.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryFunction.Softplus => Math.Max(x, 0) + SoftplusTail(x),
        UnaryFunction.Relu => Math.Max(x, 0),
        UnaryFunction.LeakyRelu => x > 0 ? x : a * x,
        UnaryFunction.Clamp => Math.Min(Math.Max(x, a), b),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown function."),
    };

    static double Apply(BinaryFunction function, double x, double y, double a) => function switch
    {
        BinaryFunction.Add => x + y,
        BinaryFunction.Subtract => x - y,
        BinaryFunction.Multiply => x * y,
        BinaryFunction.Divide => x / y,
        BinaryFunction.AddScaled => x + a * y,
        BinaryFunction.AddRelu => Math.Max(x + y, 0),
        BinaryFunction.SquaredDifference => (x - y) * (x - y),
        BinaryFunction.BceWithLogits => Math.Max(x, 0) - y * x + SoftplusTail(x),
        BinaryFunction.LeakyReluGradient => y > 0 ? x : a * x,
        BinaryFunction.TanhGradient => x * (1 - y * y),
        BinaryFunction.SigmoidGradient => x * y * (1 - y),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown function."),
    };

    /// <summary>ln(1 + e^−|x|) = ln(1 + eˣ) − max(x, 0), accurate also where the exponential is small (Goldberg 1991, theorem 4).</summary>
    static double SoftplusTail(double x)
    {
        var exponential = Math.Exp(-Math.Abs(x));
        var sum = 1 + exponential;
        return sum == 1 ? exponential : Math.Log(sum) * exponential / (sum - 1);
    }
}
