namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void Fill(Tensor y, double value) => ForEach(new FillStep((float)value, y.Floats()), y.Count, y.IsAligned());

    public void Copy(Tensor x, Tensor y)
    {
        Contract.SameCount(x, y);
        ForEach(new CopyStep(x.Floats(), y.Floats()), y.Count, x.IsAligned() && y.IsAligned());
    }

    public void Unary(UnaryFunction function, Tensor x, Tensor y, double a = 0, double b = 0)
    {
        Contract.Pointwise(x, y);
        switch (function)
        {
            case UnaryFunction.Affine: Map(new Affine((float)a, (float)b), x, y); break;
            case UnaryFunction.Abs: Map(new Abs(), x, y); break;
            case UnaryFunction.Sign: Map(new Sign(), x, y); break;
            case UnaryFunction.Square: Map(new Square(), x, y); break;
            case UnaryFunction.Sqrt: Map(new Sqrt(), x, y); break;
            case UnaryFunction.Reciprocal: Map(new Reciprocal(), x, y); break;
            case UnaryFunction.Exp: Map(new Exp(), x, y); break;
            case UnaryFunction.Log: Map(new Log(), x, y); break;
            case UnaryFunction.Tanh: Map(new Tanh(), x, y); break;
            case UnaryFunction.Sigmoid: Map(new Sigmoid(), x, y); break;
            case UnaryFunction.Softplus: Map(new Softplus(), x, y); break;
            case UnaryFunction.Relu: Map(new Relu(), x, y); break;
            case UnaryFunction.LeakyRelu: Map(new LeakyRelu((float)a), x, y); break;
            case UnaryFunction.Clamp: Map(new Clamp((float)a, (float)b), x, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown function.");
        }
    }

    public void Binary(BinaryFunction function, Tensor x, Tensor y, Tensor z, double a = 0)
    {
        Contract.Broadcast(x.Shape, z.Shape);
        Contract.Broadcast(y.Shape, z.Shape);
        switch (function)
        {
            case BinaryFunction.Add: Map(new Add(), x, y, z); break;
            case BinaryFunction.Subtract: Map(new Subtract(), x, y, z); break;
            case BinaryFunction.Multiply: Map(new Multiply(), x, y, z); break;
            case BinaryFunction.Divide: Map(new Divide(), x, y, z); break;
            case BinaryFunction.AddScaled: Map(new AddScaled((float)a), x, y, z); break;
            case BinaryFunction.AddRelu: Map(new AddRelu(), x, y, z); break;
            case BinaryFunction.SquaredDifference: Map(new SquaredDifference(), x, y, z); break;
            case BinaryFunction.BceWithLogits: Map(new BceWithLogits(), x, y, z); break;
            case BinaryFunction.LeakyReluGradient: Map(new LeakyReluGradient((float)a), x, y, z); break;
            case BinaryFunction.TanhGradient: Map(new TanhGradient(), x, y, z); break;
            case BinaryFunction.SigmoidGradient: Map(new SigmoidGradient(), x, y, z); break;
            default: throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown function.");
        }
    }

    public void Expand(Tensor x, Tensor y)
    {
        Contract.Broadcast(x.Shape, y.Shape);
        if (y.Count == 0) return;
        var nest = new LoopNest(y.Shape, x.Shape, x.Shape);
        ForEach(new ExpandStep(Loops.Of(nest), x.Floats(), y.Floats()), y.Count, y.IsAligned() && CanUseFloat4(nest, x, x));
    }

    void Map<TOperator>(TOperator f, Tensor x, Tensor y) where TOperator : struct, IUnaryOperator =>
        ForEach(new UnaryStep<TOperator>(f, x.Floats(), y.Floats()), y.Count, x.IsAligned() && y.IsAligned());

    void Map<TOperator>(TOperator f, Tensor x, Tensor y, Tensor z) where TOperator : struct, IBinaryOperator
    {
        if (z.Count == 0) return;
        if (x.Count == z.Count && y.Count == z.Count)
        {
            ForEach(new BinaryStep<TOperator>(f, x.Floats(), y.Floats(), z.Floats()), z.Count, x.IsAligned() && y.IsAligned() && z.IsAligned());
            return;
        }
        var nest = new LoopNest(z.Shape, x.Shape, y.Shape);
        ForEach(new BroadcastStep<TOperator>(f, Loops.Of(nest), x.Floats(), y.Floats(), z.Floats()), z.Count, z.IsAligned() && CanUseFloat4(nest, x, y));
    }

    void ForEach<TStep>(TStep step, long count, bool aligned) where TStep : struct, IStep
    {
        var fours = aligned ? count / 4 : 0;
        _session.LaunchOver(new ElementwiseJob<TStep>(step, checked((int)count), (int)fours), count - 3 * fours);
    }

    /// <summary>
    /// Whether the innermost loop's size is a multiple of four, and each tensor is either aligned and contiguous along it or
    /// constant.
    /// </summary>
    static bool CanUseFloat4(in LoopNest nest, Tensor x, Tensor y) =>
        nest.Size(0) % 4 == 0 && (nest.StepX(0) == 0 || x.IsAligned()) && (nest.StepY(0) == 0 || y.IsAligned());
}
