namespace SparseGen.Kernels.Reference;

sealed partial class ReferenceKernels
{
    public void BatchNormTrain(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor inverseDeviation, Tensor? runningMean, Tensor? runningVariance, double momentum)
    {
        using var rounding = RoundAtEnd();
        Contract.Channels(x, gamma, beta, mean, inverseDeviation, runningMean, runningVariance);
        Contract.Pointwise(x, y);
        for (var c = 0; c < x.Shape[0]; c++)
        {
            var xs = Channel(x, c);
            var average = 0.0;
            foreach (var value in xs) average += value / xs.Length;
            var variance = 0.0;
            foreach (var value in xs) variance += (value - average) * (value - average) / xs.Length;

            Values(mean)[c] = average;
            Values(inverseDeviation)[c] = 1 / Math.Sqrt(variance + epsilon);
            if (runningMean is not null) UpdateRunning(ref Values(runningMean)[c], average, momentum);
            if (runningVariance is not null) UpdateRunning(ref Values(runningVariance)[c], Unbiased(variance, xs.Length), momentum);
            Normalise(xs, average, Values(inverseDeviation)[c], Values(gamma)[c], Values(beta)[c], Channel(y, c));
        }
    }

    public void BatchNormEvaluate(Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, double epsilon, Tensor y)
    {
        using var rounding = RoundAtEnd();
        Contract.Channels(x, gamma, beta, runningMean, runningVariance);
        Contract.Pointwise(x, y);
        for (var c = 0; c < x.Shape[0]; c++)
        {
            var inverse = 1 / Math.Sqrt(Values(runningVariance)[c] + epsilon);
            Normalise(Channel(x, c), Values(runningMean)[c], inverse, Values(gamma)[c], Values(beta)[c], Channel(y, c));
        }
    }

    public void BatchNormBackward(Tensor x, Tensor gamma, Tensor mean, Tensor inverseDeviation, Tensor gy, Tensor gx, Tensor ggamma, Tensor gbeta)
    {
        using var rounding = RoundAtEnd();
        Contract.Channels(x, gamma, mean, inverseDeviation, ggamma, gbeta);
        Contract.Pointwise(x, gy);
        Contract.Pointwise(x, gx);
        for (var c = 0; c < x.Shape[0]; c++)
        {
            var xs = Channel(x, c);
            var gys = Channel(gy, c);
            var gxs = Channel(gx, c);
            var (average, inverse) = (Values(mean)[c], Values(inverseDeviation)[c]);
            var (sum, product) = (0.0, 0.0);
            for (var i = 0; i < xs.Length; i++)
            {
                sum += gys[i];
                product += gys[i] * (xs[i] - average) * inverse;
            }
            for (var i = 0; i < xs.Length; i++)
            {
                var normalised = (xs[i] - average) * inverse;
                gxs[i] = Values(gamma)[c] * inverse * (gys[i] - sum / xs.Length - normalised * product / xs.Length);
            }
            Values(gbeta)[c] = sum;
            Values(ggamma)[c] = product;
        }
    }

    Span<double> Channel(Tensor x, int c)
    {
        var length = (int)(x.Count / x.Shape[0]);
        return Values(x).Slice(c * length, length);
    }

    static void Normalise(ReadOnlySpan<double> x, double mean, double inverseDeviation, double gamma, double beta, Span<double> y)
    {
        for (var i = 0; i < y.Length; i++) y[i] = gamma * (x[i] - mean) * inverseDeviation + beta;
    }

    static void UpdateRunning(ref double running, double batch, double momentum) => running = (1 - momentum) * running + momentum * batch;

    /// <summary>The unbiased estimate of the variance; for a single value, which has none, the variance itself.</summary>
    static double Unbiased(double variance, int count) => count > 1 ? variance * count / (count - 1) : variance;
}
