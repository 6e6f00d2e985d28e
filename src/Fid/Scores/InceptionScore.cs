namespace SparseGen.Fid;

/// <summary>exp E KL(p(y|x) ‖ p(y)) (Salimans et al. 2016, section 4): high if each image is classified with confidence, and the classes occur equally often.</summary>
public static class InceptionScore
{
    public const int Splits = 10;

    /// <summary>Mean and standard deviation of the scores of consecutive parts of the images.</summary>
    /// <param name="logits">(N, K)</param>
    /// <param name="classes">K</param>
    /// <param name="splits">number of parts</param>
    /// <exception cref="ArgumentException">There are fewer images than splits.</exception>
    public static Spread Of(ReadOnlySpan<float> logits, int classes, int splits = Splits)
    {
        var count = logits.Length / classes;
        if (count < splits) throw new ArgumentException($"{splits} splits need as many images, not {count}.");
        var scores = new double[splits];
        for (var s = 0; s < splits; s++)
        {
            var (first, end) = ((int)((long)count * s / splits), (int)((long)count * (s + 1) / splits));
            scores[s] = Score(logits[(first * classes)..(end * classes)], classes);
        }
        return Spread.Of(scores);
    }

    static double Score(ReadOnlySpan<float> logits, int classes)
    {
        var marginal = new double[classes];
        var logarithms = new double[classes];
        // E KL(p(y|x) ‖ p(y)) = E Σ p(y|x) ln p(y|x) − Σ p(y) ln p(y)
        var (negativeEntropy, count) = (0.0, logits.Length / classes);
        for (; logits.Length > 0; logits = logits[classes..])
        {
            LogSoftmax(logits[..classes], logarithms);
            for (var k = 0; k < classes; k++)
            {
                var probability = Math.Exp(logarithms[k]);
                negativeEntropy += probability * logarithms[k];
                marginal[k] += probability;
            }
        }
        var divergence = negativeEntropy / count;
        foreach (var sum in marginal)
            if (sum > 0) divergence -= sum / count * Math.Log(sum / count);
        return Math.Exp(divergence);
    }

    static void LogSoftmax(ReadOnlySpan<float> logits, Span<double> logarithms)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits) largest = Math.Max(largest, logit);
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp(logit - (double)largest);
        for (var k = 0; k < logits.Length; k++) logarithms[k] = logits[k] - (double)largest - Math.Log(sum);
    }
}
