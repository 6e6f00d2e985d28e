using System.Diagnostics;

namespace SparseGen.Kernels;

/// <summary>Wraps a device's kernels, and measures the time spent in contractions and their floating-point operations.</summary>
public class WatchedKernels(IKernels kernels) : IKernels
{
    long _ticks;

    public double ContractionSeconds => _ticks / (double)Stopwatch.Frequency;

    /// <summary>Floating-point operations of contractions with all weights, two per multiply-add, taps in the padding counted.</summary>
    public double Flops { get; private set; }

    /// <summary>As <see cref="Flops"/>, taps in the padding not counted.</summary>
    public double FlopsInBounds { get; private set; }

    /// <summary>As <see cref="FlopsInBounds"/>, with surviving weights only.</summary>
    public double SurvivingFlops { get; private set; }

    public void Reset() => (_ticks, Flops, FlopsInBounds, SurvivingFlops) = (0, 0, 0, 0);

    public void ConvolutionForward(in ConvolutionShape shape, Tensor x, Weight w, Tensor y)
    {
        var start = Stopwatch.GetTimestamp();
        kernels.ConvolutionForward(shape, x, w, y);
        Count(start, shape, w);
    }

    public void ConvolutionBackwardData(in ConvolutionShape shape, Tensor y, Weight w, Tensor x)
    {
        var start = Stopwatch.GetTimestamp();
        kernels.ConvolutionBackwardData(shape, y, w, x);
        Count(start, shape, w);
    }

    public void ConvolutionBackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, Weight w)
    {
        var start = Stopwatch.GetTimestamp();
        kernels.ConvolutionBackwardWeights(shape, x, y, w);
        Count(start, shape, w);
    }

    void Count(long start, in ConvolutionShape shape, in Weight w)
    {
        _ticks += Stopwatch.GetTimestamp() - start;
        Flops += shape.Flops;
        FlopsInBounds += shape.FlopsInBounds;
        SurvivingFlops += shape.Flops * (w.Pattern?.Density ?? 1);
    }

    public void Fill(Tensor y, double value) => kernels.Fill(y, value);

    public void Copy(Tensor x, Tensor y) => kernels.Copy(x, y);

    public void Unary(UnaryFunction function, Tensor x, Tensor y, double a = 0, double b = 0) => kernels.Unary(function, x, y, a, b);

    public void Binary(BinaryFunction function, Tensor x, Tensor y, Tensor z, double a = 0) => kernels.Binary(function, x, y, z, a);

    public void Expand(Tensor x, Tensor y) => kernels.Expand(x, y);

    public void Sum(Tensor x, Tensor y) => kernels.Sum(x, y);

    public void Max(Tensor x, Tensor y) => kernels.Max(x, y);

    public void BatchNormTrain(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor inverseDeviation, Tensor? runningMean, Tensor? runningVariance, double momentum) => kernels.BatchNormTrain(x, gamma, beta, epsilon, y, mean, inverseDeviation, runningMean, runningVariance, momentum);

    public void BatchNormEvaluate(Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, double epsilon, Tensor y) => kernels.BatchNormEvaluate(x, gamma, beta, runningMean, runningVariance, epsilon, y);

    public void BatchNormBackward(Tensor x, Tensor gamma, Tensor mean, Tensor inverseDeviation, Tensor gy, Tensor gx, Tensor ggamma, Tensor gbeta) => kernels.BatchNormBackward(x, gamma, mean, inverseDeviation, gy, gx, ggamma, gbeta);

    public void MaxPool(in PoolShape shape, Tensor x, Tensor y) => kernels.MaxPool(shape, x, y);

    public void AveragePool(in PoolShape shape, Tensor x, Tensor y) => kernels.AveragePool(shape, x, y);

    public void Softmax(Tensor logits, Tensor probabilities) => kernels.Softmax(logits, probabilities);

    public void SoftmaxCrossEntropy(Tensor logits, Tensor targets, Tensor loss) => kernels.SoftmaxCrossEntropy(logits, targets, loss);

    public void Gather(Pattern pattern, Tensor dense, Tensor values) => kernels.Gather(pattern, dense, values);

    public void Scatter(Pattern pattern, Tensor values, Tensor dense) => kernels.Scatter(pattern, values, dense);

    public void Quantise(Tensor x, Pattern? pattern, DType format, Tensor y) => kernels.Quantise(x, pattern, format, y);

    public void Adam(ReadOnlySpan<Trained> parameters, in AdamStep step) => kernels.Adam(parameters, step);

    public void RmsProp(ReadOnlySpan<Trained> parameters, in RmsPropStep step) => kernels.RmsProp(parameters, step);

    public void Sgd(ReadOnlySpan<Trained> parameters, in SgdStep step) => kernels.Sgd(parameters, step);

    public virtual void Uniform(in RandomStream stream, Tensor y, double low = 0, double high = 1) => kernels.Uniform(stream, y, low, high);

    public virtual void Normal(in RandomStream stream, Tensor y, double mean = 0, double deviation = 1) => kernels.Normal(stream, y, mean, deviation);
}
