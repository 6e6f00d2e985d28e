namespace SparseGen.Fid;

/// <summary>
/// Mean and covariance of features in one pass, in double: blocks of samples are centred, squared and merged (Chan, Golub and
/// LeVeque 1983). The result does not depend on the sizes of the batches in which samples are added. Parts of a set can be
/// accumulated separately and merged.
/// </summary>
public sealed class FeatureAccumulator
{
    const int BlockSamples = 255;

    readonly double[] _mean;
    readonly Matrix _scatter;

    /// <summary>(F, BlockSamples + 1): the samples of the current block, and a last column for <see cref="MeanDifference"/>.</summary>
    readonly Matrix _block;

    long _merged;
    int _pending;

    /// <param name="features">F</param>
    public FeatureAccumulator(int features)
    {
        _mean = new double[features];
        _scatter = new Matrix(features, features);
        _block = new Matrix(features, BlockSamples + 1);
    }

    /// <summary>The number of samples so far.</summary>
    public long Count => _merged + _pending;

    /// <summary>Adds samples.</summary>
    /// <param name="samples">(N, F)</param>
    /// <exception cref="ArgumentException">The number of elements is not a multiple of F.</exception>
    public void Add(ReadOnlySpan<float> samples)
    {
        var features = _mean.Length;
        if (samples.Length % features != 0) throw new ArgumentException($"{samples.Length:N0} numbers are no samples of {features:N0} features.", nameof(samples));
        for (; samples.Length > 0; samples = samples[features..])
        {
            for (var f = 0; f < features; f++) _block[f, _pending] = samples[f];
            if (++_pending == BlockSamples) MergeBlock();
        }
    }

    /// <summary>Adds the samples of another accumulator.</summary>
    /// <exception cref="ArgumentException">The other has another number of features.</exception>
    public void Merge(FeatureAccumulator other)
    {
        if (other._mean.Length != _mean.Length) throw new ArgumentException($"Statistics of {other._mean.Length:N0} features cannot be merged with those of {_mean.Length:N0}.");
        MergeBlock();
        other.MergeBlock();
        if (other.Count == 0) return;
        VectorSums.AddScaled(1, other._scatter.Values, _scatter.Values);
        UpdateMean(other._mean, other.Count);
        MatrixProduct.Add(1, MeanDifference, MeanDifference, _scatter, lowerOnly: true);
    }

    /// <summary>The mean, and the covariance with the divisor N − 1.</summary>
    /// <exception cref="InvalidOperationException">There are fewer than two samples.</exception>
    public GaussianStatistics ToStatistics()
    {
        if (Count < 2) throw new InvalidOperationException($"A covariance needs at least two samples, not {Count}.");
        MergeBlock();
        var covariance = _scatter.Clone();
        covariance.Mirror();
        foreach (ref var value in covariance.Values) value /= Count - 1;
        return new GaussianStatistics([.. _mean], covariance, Count);
    }

    /// <summary>The last column of the block: the difference d of the two means in a merge, times √(nm/(n + m)), so that d·dᵀ is the term of the merged scatter matrix.</summary>
    Block MeanDifference => ((Block)_block).Part(0, _mean.Length, BlockSamples, 1);

    /// <summary>Merges the samples of the current block into mean and scatter matrix.</summary>
    void MergeBlock()
    {
        if (_pending == 0) return;
        var samples = _pending;
        var mean = new double[_mean.Length];
        for (var f = 0; f < mean.Length; f++)
        {
            var row = _block.Row(f)[..samples];
            foreach (var value in row) mean[f] += value;
            mean[f] /= samples;
            foreach (ref var value in row) value -= mean[f];
        }
        _pending = 0;
        UpdateMean(mean, samples);
        if (samples < BlockSamples)
            for (var f = 0; f < mean.Length; f++) _block.Row(f)[samples..BlockSamples].Clear();
        MatrixProduct.Add(1, _block, _block, _scatter, lowerOnly: true);
    }

    /// <summary>Updates the mean by samples of another mean, and sets <see cref="MeanDifference"/>.</summary>
    void UpdateMean(double[] mean, long count)
    {
        var total = _merged + count;
        for (var f = 0; f < mean.Length; f++)
        {
            var difference = mean[f] - _mean[f];
            _block[f, BlockSamples] = difference * Math.Sqrt((double)_merged * count / total);
            _mean[f] += difference * count / total;
        }
        _merged = total;
    }
}
