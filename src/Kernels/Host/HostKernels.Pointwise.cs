namespace SparseGen.Kernels.Host;

sealed unsafe partial class HostKernels<TLanes>
{
    public void Fill(Tensor y, double value)
    {
        if (y.IsBFloat16()) ForEach(new FillStep<TLanes, BFloat16>((float)value, y.Elements<BFloat16>()), y.Count, Streaming.IsFaster(y));
        else ForEach(new FillStep<TLanes, float>((float)value, y.Floats()), y.Count, Streaming.IsFaster(y));
    }

    public void Copy(Tensor x, Tensor y)
    {
        Contract.SameCount(x, y);
        switch (x.IsBFloat16(), y.IsBFloat16())
        {
            case (false, false): Copy<float, float>(x, y); break;
            case (false, true): Copy<float, BFloat16>(x, y); break;
            case (true, false): Copy<BFloat16, float>(x, y); break;
            case (true, true): Copy<BFloat16, BFloat16>(x, y); break;
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
        if (x.IsBFloat16()) Expand<BFloat16>(x, y);
        else Expand<float>(x, y);
    }

    void Expand<T>(Tensor x, Tensor y) where T : unmanaged
    {
        var job = new ExpandJob<TLanes, T>(x, y);
        _team.Run(job, job.Tasks);
    }

    void Copy<TX, TY>(Tensor x, Tensor y)
        where TX : unmanaged
        where TY : unmanaged =>
        ForEach(new CopyStep<TLanes, TX, TY>(x.Elements<TX>(), y.Elements<TY>()), y.Count, Streaming.IsFaster(y, x));

    void Map<TOperator>(TOperator f, Tensor x, Tensor y) where TOperator : struct, IUnaryOperator
    {
        if (x.IsBFloat16()) Map<TOperator, BFloat16>(f, x, y);
        else Map<TOperator, float>(f, x, y);
    }

    void Map<TOperator, T>(TOperator f, Tensor x, Tensor y)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged =>
        ForEach(new UnaryStep<TLanes, TOperator, T>(f, x.Elements<T>(), y.Elements<T>()), y.Count, Streaming.IsFaster(y, x));

    void Map<TOperator>(TOperator f, Tensor x, Tensor y, Tensor z) where TOperator : struct, IBinaryOperator
    {
        if (z.Count == 0) return;
        if (z.IsBFloat16()) Map<TOperator, BFloat16>(f, x, y, z);
        else Map<TOperator, float>(f, x, y, z);
    }

    void Map<TOperator, T>(TOperator f, Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        var job = new BroadcastJob<TLanes, TOperator, T>(f, x, y, z);
        _team.Run(job, job.Tasks);
    }

    void ForEach<TStep>(TStep step, long count, bool streams = false) where TStep : struct, IStep<TLanes>
    {
        var job = new ElementwiseJob<TLanes, TStep>(step, count, streams);
        _team.Run(job, job.Tasks);
    }
}
