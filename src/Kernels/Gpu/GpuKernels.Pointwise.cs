namespace SparseGen.Kernels.Gpu;

sealed partial class GpuKernels
{
    public void Fill(Tensor y, double value)
    {
        if (y.IsBFloat16()) Fill<BFloat16Elements>(y, value);
        else Fill<Float32Elements>(y, value);
    }

    public void Copy(Tensor x, Tensor y)
    {
        Contract.SameCount(x, y);
        switch (x.IsBFloat16(), y.IsBFloat16())
        {
            case (false, false): Copy<Float32Elements, Float32Elements>(x, y); break;
            case (false, true): Copy<Float32Elements, BFloat16Elements>(x, y); break;
            case (true, false): Copy<BFloat16Elements, Float32Elements>(x, y); break;
            case (true, true): Copy<BFloat16Elements, BFloat16Elements>(x, y); break;
        }
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
        if (y.IsBFloat16()) Expand<BFloat16Elements>(x, y);
        else Expand<Float32Elements>(x, y);
    }

    void Fill<TElements>(Tensor y, double value) where TElements : struct, IElements<TElements> =>
        ForEach(new FillStep<TElements>((float)value, y.Elements<TElements>()), y.Count, y.IsAligned());

    void Copy<TX, TY>(Tensor x, Tensor y)
        where TX : struct, IElements<TX>
        where TY : struct, IElements<TY> =>
        ForEach(new CopyStep<TX, TY>(x.Elements<TX>(), y.Elements<TY>()), y.Count, x.IsAligned() && y.IsAligned());

    void Expand<TElements>(Tensor x, Tensor y) where TElements : struct, IElements<TElements>
    {
        var nest = new LoopNest(y.Shape, x.Shape, x.Shape);
        ForEach(new ExpandStep<TElements>(Loops.Of(nest), x.Elements<TElements>(), y.Elements<TElements>()), y.Count, y.IsAligned() && CanUseFours(nest, x, x));
    }

    void Map<TOperator>(TOperator f, Tensor x, Tensor y) where TOperator : struct, IUnaryOperator
    {
        if (y.IsBFloat16()) Map<TOperator, BFloat16Elements>(f, x, y);
        else Map<TOperator, Float32Elements>(f, x, y);
    }

    void Map<TOperator, TElements>(TOperator f, Tensor x, Tensor y)
        where TOperator : struct, IUnaryOperator
        where TElements : struct, IElements<TElements> =>
        ForEach(new UnaryStep<TOperator, TElements>(f, x.Elements<TElements>(), y.Elements<TElements>()), y.Count, x.IsAligned() && y.IsAligned());

    void Map<TOperator>(TOperator f, Tensor x, Tensor y, Tensor z) where TOperator : struct, IBinaryOperator
    {
        if (z.Count == 0) return;
        if (z.IsBFloat16()) Map<TOperator, BFloat16Elements>(f, x, y, z);
        else Map<TOperator, Float32Elements>(f, x, y, z);
    }

    void Map<TOperator, TElements>(TOperator f, Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryOperator
        where TElements : struct, IElements<TElements>
    {
        var (xs, ys, zs) = (x.Elements<TElements>(), y.Elements<TElements>(), z.Elements<TElements>());
        if (x.Count == z.Count && y.Count == z.Count)
        {
            ForEach(new BinaryStep<TOperator, TElements>(f, xs, ys, zs), z.Count, x.IsAligned() && y.IsAligned() && z.IsAligned());
            return;
        }
        var nest = new LoopNest(z.Shape, x.Shape, y.Shape);
        ForEach(new BroadcastStep<TOperator, TElements>(f, Loops.Of(nest), xs, ys, zs), z.Count, z.IsAligned() && CanUseFours(nest, x, y));
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
    static bool CanUseFours(in LoopNest nest, Tensor x, Tensor y) =>
        nest.Size(0) % 4 == 0 && (nest.StepX(0) == 0 || x.IsAligned()) && (nest.StepY(0) == 0 || y.IsAligned());
}
