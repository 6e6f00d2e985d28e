namespace SparseGen.Kernels;

/// <summary>
/// All operations that a device computes. There are three implementations: Reference (Float64, plain loops, which define the
/// results), Host (Float32, vectors and a worker team) and Gpu.
/// </summary>
/// <remarks>
/// All tensors are in the device's memory and in its number format. Outputs are allocated by the caller and
/// overwritten; in pointwise functions an output may be one of the inputs (exactly, not with an offset). Shapes are checked:
/// a mismatch throws <see cref="ArgumentException"/> naming both. No managed memory is allocated after the first call with given shapes.
/// Results depend on the arguments only, not on the number of threads.
/// "Broadcast" means: equal rank, and each size equal or 1.
/// </remarks>
public interface IKernels
{
    // ---- The contraction family: the partial derivatives of t(x, w, y) = Σ y · (w ⋆ x) ----

    /// <summary>y ← w ⋆ x: y[o,i,j,n] = Σ w[o,c,u,v] · x[c, i·s−p+u, j·s−p+v, n], zero outside the image.</summary>
    /// <param name="x">(Cin, H, W, N)</param>
    /// <param name="w">(Cout, Cin, Kh, Kw), dense or masked</param>
    /// <param name="y">(Cout, Hout, Wout, N), overwritten</param>
    void ConvolutionForward(in ConvolutionShape shape, Tensor x, Weight w, Tensor y);

    /// <summary>x ← ∂t/∂x: x[c,h,w,n] = Σ over o, u, v with h = i·s−p+u of w[o,c,u,v] · y[o,i,j,n]. A transposed convolution of y.</summary>
    /// <param name="y">(Cout, Hout, Wout, N)</param>
    /// <param name="w">(Cout, Cin, Kh, Kw), dense or masked</param>
    /// <param name="x">(Cin, H, W, N), overwritten</param>
    void ConvolutionBackwardData(in ConvolutionShape shape, Tensor y, Weight w, Tensor x);

    /// <summary>w ← ∂t/∂w: w[o,c,u,v] = Σ over i, j, n of y[o,i,j,n] · x[c, i·s−p+u, j·s−p+v, n]; of a masked weight, the survivors only.</summary>
    /// <param name="x">(Cin, H, W, N)</param>
    /// <param name="y">(Cout, Hout, Wout, N)</param>
    /// <param name="w">(Cout, Cin, Kh, Kw), or the pattern's survivors; overwritten</param>
    void ConvolutionBackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, Weight w);

    // ---- Pointwise ----

    void Fill(Tensor y, double value);

    /// <summary>y ← x, of the same count.</summary>
    void Copy(Tensor x, Tensor y);

    /// <summary>y ← f(x; a, b) for each element; x and y of the same shape.</summary>
    void Unary(UnaryFunction function, Tensor x, Tensor y, double a = 0, double b = 0);

    /// <summary>z ← f(x, y; a) for each element; x and y broadcast to the shape of z.</summary>
    void Binary(BinaryFunction function, Tensor x, Tensor y, Tensor z, double a = 0);

    // ---- Broadcast and reductions ----

    /// <summary>y ← x, repeated along the dimensions in which x has size 1; x broadcasts to the shape of y.</summary>
    void Expand(Tensor x, Tensor y);

    /// <summary>y ← Σ x over the dimensions in which y has size 1. The shape of y broadcasts to that of x.</summary>
    void Sum(Tensor x, Tensor y);

    /// <summary>
    /// y ← the maximum of x over the dimensions in which y has size 1; NaN if any element is NaN. The shape of y broadcasts to
    /// that of x.
    /// </summary>
    void Max(Tensor x, Tensor y);

    // ---- Batch normalisation (Ioffe and Szegedy 2015), over everything but the channel ----

    /// <summary>
    /// mean ← E x, deviation⁻¹ ← 1/√(Var x + ε) with the biased variance, y ← γ (x − mean) deviation⁻¹ + β, per channel. If
    /// running statistics are given: running ← (1 − momentum) running + momentum · batch, with the unbiased variance (for a
    /// single value: 0).
    /// </summary>
    /// <param name="x">(C, …, N)</param>
    /// <param name="gamma">(C)</param>
    /// <param name="beta">(C)</param>
    /// <param name="y">as x; may be x</param>
    /// <param name="mean">(C), overwritten</param>
    /// <param name="inverseDeviation">(C), overwritten</param>
    /// <param name="runningMean">(C) or null, updated</param>
    /// <param name="runningVariance">(C) or null, updated</param>
    void BatchNormTrain(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor inverseDeviation, Tensor? runningMean, Tensor? runningVariance, double momentum);

    /// <summary>y ← γ (x − running mean) / √(running variance + ε) + β, per channel.</summary>
    void BatchNormEvaluate(Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, double epsilon, Tensor y);

    /// <summary>
    /// The gradients of <see cref="BatchNormTrain"/> for output gradient gy, with x̂ = (x − mean) deviation⁻¹ and M values per
    /// channel: gβ = Σ gy, gγ = Σ gy x̂, gx = γ deviation⁻¹ (gy − gβ/M − x̂ gγ/M).
    /// </summary>
    /// <param name="x">(C, …, N)</param>
    /// <param name="gamma">(C)</param>
    /// <param name="mean">(C)</param>
    /// <param name="inverseDeviation">(C)</param>
    /// <param name="gy">as x</param>
    /// <param name="gx">as x, overwritten; may be gy</param>
    /// <param name="ggamma">(C), overwritten</param>
    /// <param name="gbeta">(C), overwritten</param>
    void BatchNormBackward(Tensor x, Tensor gamma, Tensor mean, Tensor inverseDeviation, Tensor gy, Tensor gx, Tensor ggamma, Tensor gbeta);

    // ---- Pooling; x is (C, H, W, N), y is (C, Hout, Wout, N); pixels outside the image are ignored ----

    /// <summary>y ← the maximum of the pixels of each window; NaN if any is NaN.</summary>
    void MaxPool(in PoolShape shape, Tensor x, Tensor y);

    /// <summary>y ← the mean of each window's pixels inside the image.</summary>
    void AveragePool(in PoolShape shape, Tensor x, Tensor y);

    // ---- Classification ----

    /// <summary>p[k,n] ← exp(z[k,n]) / Σ exp(z[·,n]), over the outermost dimension.</summary>
    /// <param name="logits">(K, N)</param>
    /// <param name="probabilities">(K, N), overwritten</param>
    void Softmax(Tensor logits, Tensor probabilities);

    /// <summary>loss[n] ← −Σ t[k,n] · log softmax(z[·,n])[k].</summary>
    /// <param name="logits">(K, N)</param>
    /// <param name="targets">(K, N), each column a probability distribution</param>
    /// <param name="loss">(1, N), overwritten</param>
    void SoftmaxCrossEntropy(Tensor logits, Tensor targets, Tensor loss);

    // ---- Masked storage; dense has the pattern's shape, values is (pattern.Count) ----

    /// <summary>values ← the surviving entries of a dense weight, in C order.</summary>
    void Gather(Pattern pattern, Tensor dense, Tensor values);

    /// <summary>dense ← the survivors at their indices, zeros elsewhere.</summary>
    void Scatter(Pattern pattern, Tensor values, Tensor dense);

    // ---- Weights of few bits ----

    /// <summary>
    /// y ← x rounded to a format, to the nearest, ties to even. To a format of eight bits each row is rounded as a multiple of its own Float32
    /// scale, with which its largest magnitude is the largest number of the format.
    /// </summary>
    /// <param name="x">(out, …), of which a row is one entry of the outermost dimension; with a pattern its survivors</param>
    /// <param name="pattern">null if x is dense</param>
    /// <param name="format">BFloat16, Float8E4M3 or Float8E5M2</param>
    /// <param name="y">as x, overwritten; may be x</param>
    void Quantise(Tensor x, Pattern? pattern, DType format, Tensor y);

    // ---- Optimizers; parameters and states are updated in place ----

    /// <summary>Adam (Kingma and Ba 2015, algorithm 1), as PyTorch: p ← p − lr/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε), with states m and v.</summary>
    void Adam(ReadOnlySpan<Trained> parameters, in AdamStep step);

    /// <summary>RMSprop (Hinton 2012), uncentred: v ← αv + (1−α)g², p ← p − lr·g/(√v + ε), with state v.</summary>
    void RmsProp(ReadOnlySpan<Trained> parameters, in RmsPropStep step);

    /// <summary>Stochastic gradient descent: g ← g + λp, m ← μm + g, p ← p − lr·m, with state m.</summary>
    void Sgd(ReadOnlySpan<Trained> parameters, in SgdStep step);

    // ---- Random numbers; equal on all devices up to rounding to the number format ----

    /// <summary>y ← uniform in [low, high).</summary>
    void Uniform(in RandomStream stream, Tensor y, double low = 0, double high = 1);

    /// <summary>y ← normally distributed.</summary>
    void Normal(in RandomStream stream, Tensor y, double mean = 0, double deviation = 1);
}

/// <summary>A parameter, its gradient, and the one or two states of its optimizer, all of its stored shape.</summary>
public readonly record struct Trained(Tensor Parameter, Tensor Gradient, Tensor State, Tensor? Second = null);

/// <summary>One step of Adam.</summary>
/// <param name="Step">counted from 1, for the bias correction</param>
public readonly record struct AdamStep(long Step, double LearningRate, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8);

/// <summary>One step of RMSprop.</summary>
public readonly record struct RmsPropStep(double LearningRate, double Alpha = 0.99, double Epsilon = 1e-8);

/// <summary>One step of SGD.</summary>
/// <param name="Momentum">μ</param>
/// <param name="WeightDecay">λ</param>
public readonly record struct SgdStep(double LearningRate, double Momentum = 0, double WeightDecay = 0);
