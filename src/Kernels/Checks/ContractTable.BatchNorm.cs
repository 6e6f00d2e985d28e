namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    const double Epsilon = 1e-5;

    /// <summary>Shapes (C, …, N) of activations, with the mean and the range of their elements.</summary>
    static readonly (Shape Shape, double Mean, double Range)[] Normalisable =
    [
        (new(1, 1), 0.3, 1), (new(3, 3), 0.3, 1), (new(3, 17), 0.3, 1), (new(5, 100), 0.3, 1), (new(33, 64), 0.3, 1),
        (new(2, 1, 1, 1), 0.3, 1), (new(4, 5, 7, 1), 0.3, 1), (new(24, 3, 5, 3), 0.3, 1), (new(4, 5, 7, 16), 0.3, 1),
        (new(3, 32, 32, 64), 0.3, 1), (new(7, 4, 4, 100), -2, 5), (new(4, 5, 7, 17), 0, 1e-3),

        // A mean far larger than the deviation, and a deviation of zero.
        (new(3, 5, 7, 17), 100, 0.17), (new(3, 5, 7, 17), 0.7, 0),
    ];

    static IEnumerable<ContractCase> BatchNorms()
    {
        foreach (var (shape, average, range) in Normalisable)
        {
            var channels = new Shape(shape[0]);
            var words = $"{shape} of {average} ± {range}";
            yield return new("batch norm train", words, Tolerances.Pointwise, a =>
            {
                var x = a.Input("x", shape, range, average);
                var gamma = a.Wide.Input("gamma", channels, 1, 1.5);
                var beta = a.Wide.Input("beta", channels);
                var y = a.Output(shape);
                var mean = a.Wide.Output(channels);
                var inverse = a.Wide.Output(channels);
                var runningMean = a.Wide.State("running mean", channels);
                var runningVariance = a.Wide.State("running variance", channels, 0.5, 1);
                return kernels => kernels.BatchNormTrain(x, gamma, beta, Epsilon, y, mean, inverse, runningMean, runningVariance, 0.1);
            });
            yield return new("batch norm train", $"{words} in place, no running statistics", Tolerances.Pointwise, a =>
            {
                var x = a.State("x", shape, range, average);
                var gamma = a.Wide.Input("gamma", channels, 1, 1.5);
                var beta = a.Wide.Input("beta", channels);
                var mean = a.Wide.Output(channels);
                var inverse = a.Wide.Output(channels);
                return kernels => kernels.BatchNormTrain(x, gamma, beta, Epsilon, x, mean, inverse, null, null, 0.1);
            });
            yield return new("batch norm evaluate", words, Tolerances.Pointwise, a =>
            {
                var x = a.Input("x", shape, range, average);
                var gamma = a.Wide.Input("gamma", channels, 1, 1.5);
                var beta = a.Wide.Input("beta", channels);
                var mean = a.Wide.Input("running mean", channels, range, average);
                var variance = a.Wide.Input("running variance", channels, 0.5, 1);
                var y = a.Output(shape);
                return kernels => kernels.BatchNormEvaluate(x, gamma, beta, mean, variance, Epsilon, y);
            });
            yield return new("batch norm evaluate", $"{words} in place", Tolerances.Pointwise, a =>
            {
                var x = a.State("x", shape, range, average);
                var gamma = a.Wide.Input("gamma", channels, 1, 1.5);
                var beta = a.Wide.Input("beta", channels);
                var mean = a.Wide.Input("running mean", channels, range, average);
                var variance = a.Wide.Input("running variance", channels, 0.5, 1);
                return kernels => kernels.BatchNormEvaluate(x, gamma, beta, mean, variance, Epsilon, x);
            });

            // With few values per channel the exact gradient is almost zero, and only rounding errors would be compared.
            if (shape.Count / shape[0] < 15) continue;
            yield return new("batch norm backward", words, Tolerances.Pointwise, a =>
            {
                var values = a.Numbers("x", shape, range, average);
                var (means, inverses) = Statistics(values, shape[0]);
                var x = a.Input("x", shape, values);
                var gamma = a.Wide.Input("gamma", channels, 1, 1.5);
                var mean = a.Wide.Input("mean", channels, means);
                var inverse = a.Wide.Input("inverse deviation", channels, inverses);
                var gy = a.Input("gy", shape, 1, 0.2);
                var gx = a.Output(shape);
                var ggamma = a.Wide.Output(channels);
                var gbeta = a.Wide.Output(channels);
                return kernels => kernels.BatchNormBackward(x, gamma, mean, inverse, gy, gx, ggamma, gbeta);
            });
            yield return new("batch norm backward", $"{words} in place", Tolerances.Pointwise, a =>
            {
                var values = a.Numbers("x", shape, range, average);
                var (means, inverses) = Statistics(values, shape[0]);
                var x = a.Input("x", shape, values);
                var gamma = a.Wide.Input("gamma", channels, 1, 1.5);
                var mean = a.Wide.Input("mean", channels, means);
                var inverse = a.Wide.Input("inverse deviation", channels, inverses);
                var gy = a.State("gy", shape, 1, 0.2);
                var ggamma = a.Wide.Output(channels);
                var gbeta = a.Wide.Output(channels);
                return kernels => kernels.BatchNormBackward(x, gamma, mean, inverse, gy, gy, ggamma, gbeta);
            });
        }
    }

    static (float[] Means, float[] InverseDeviations) Statistics(float[] values, int channels)
    {
        var runs = values.Chunk(values.Length / channels).ToArray();
        var means = Array.ConvertAll(runs, run => run.Average(value => (double)value));
        var variances = runs.Zip(means, (run, mean) => run.Average(value => (value - mean) * (value - mean)));
        return (Array.ConvertAll(means, mean => (float)mean), [.. variances.Select(variance => (float)(1 / Math.Sqrt(variance + Epsilon)))]);
    }
}
