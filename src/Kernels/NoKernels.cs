namespace SparseGen.Kernels;

/// <summary>
/// Kernels that compute nothing: the contents of outputs are unchanged. For computations of which only shapes and operations
/// matter.
/// </summary>
public sealed class NoKernels : IKernels
{
    public void ConvolutionForward(in ConvolutionShape shape, Tensor x, Weight w, Tensor y)
    {
    }

    public void ConvolutionBackwardData(in ConvolutionShape shape, Tensor y, Weight w, Tensor x)
    {
    }

    public void ConvolutionBackwardWeights(in ConvolutionShape shape, Tensor x, Tensor y, Weight w)
    {
    }

    public void Fill(Tensor y, double value)
    {
    }

    public void Copy(Tensor x, Tensor y)
    {
    }

    public void Unary(UnaryFunction function, Tensor x, Tensor y, double a = 0, double b = 0)
    {
    }

    public void Binary(BinaryFunction function, Tensor x, Tensor y, Tensor z, double a = 0)
    {
    }

    public void Expand(Tensor x, Tensor y)
    {
    }

    public void Sum(Tensor x, Tensor y)
    {
    }

    public void Max(Tensor x, Tensor y)
    {
    }

    public void BatchNormTrain(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor inverseDeviation, Tensor? runningMean, Tensor? runningVariance, double momentum)
    {
    }

    public void BatchNormEvaluate(Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, double epsilon, Tensor y)
    {
    }

    public void BatchNormBackward(Tensor x, Tensor gamma, Tensor mean, Tensor inverseDeviation, Tensor gy, Tensor gx, Tensor ggamma, Tensor gbeta)
    {
    }

    public void MaxPool(in PoolShape shape, Tensor x, Tensor y)
    {
    }

    public void AveragePool(in PoolShape shape, Tensor x, Tensor y)
    {
    }

    public void Softmax(Tensor logits, Tensor probabilities)
    {
    }

    public void SoftmaxCrossEntropy(Tensor logits, Tensor targets, Tensor loss)
    {
    }

    public void Gather(Pattern pattern, Tensor dense, Tensor values)
    {
    }

    public void Scatter(Pattern pattern, Tensor values, Tensor dense)
    {
    }

    public void Quantise(Tensor x, Pattern? pattern, DType format, Tensor y)
    {
    }

    public void Adam(ReadOnlySpan<Trained> parameters, in AdamStep step)
    {
    }

    public void RmsProp(ReadOnlySpan<Trained> parameters, in RmsPropStep step)
    {
    }

    public void Sgd(ReadOnlySpan<Trained> parameters, in SgdStep step)
    {
    }

    public void Uniform(in RandomStream stream, Tensor y, double low = 0, double high = 1)
    {
    }

    public void Normal(in RandomStream stream, Tensor y, double mean = 0, double deviation = 1)
    {
    }
}
