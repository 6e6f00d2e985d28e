namespace SparseGen.Fid;

/// <summary>
/// Mean and covariance of features in one pass, in double, by blocks that are centred before they are squared and then
/// merged (Chan, Golub and LeVeque 1983). The result does not depend on how the samples arrive in batches; parts of a set
/// can be accumulated apart and merged.
/// </summary>
public sealed class FeatureAccumulator
{
    const int BlockSamples = 255;

    readonly double[] _mean;
    readonly Matrix _scatter;

    /// <summary>(F, samples), and a column for the way from the old mean to the new.</summary>
    readonly Matrix _block;

    long _merged;
    int _waiting;

    /// <param name="features">F</param>
    public FeatureAccumulator(int features)
    {
        _mean = new double[features];
        _scatter = new Matrix(features, features);
        _block = new Matrix(features, BlockSamples + 1);
    }

    /// <summary>The number of samples so far.</summary>
    public long Count => _merged + _waiting;

    /// <param name="samples">(N, F)</param>
    /// <exception cref="ArgumentException">Not a multiple of F numbers.</exception>
    public void Add(ReadOnlySpan<float> samples)
    {
        var features = _mean.Length;
        if (samples.Length % features != 0) throw new ArgumentException($"{samples.Length:N0} numbers are no samples of {features:N0} features.", nameof(samples));
        for (; samples.Length > 0; samples = samples[features..])
        {
            for (var f = 0; f < features; f++) _block[f, _waiting] = samples[f];
            if (++_waiting == BlockSamples) MergeBlock();
        }
    }

    /// <summary>Adds what another has accumulated.</summary>
    /// <exception cref="ArgumentException">The other has another number of features.</exception>
    public void Merge(FeatureAccumulator other)
    {
        if (other._mean.Length != _mean.Length) throw new ArgumentException($"Statistics of {other._mean.Length:N0} features cannot be merged with those of {_mean.Length:N0}.");
        MergeBlock();
        other.MergeBlock();
        if (other.Count == 0) return;
        VectorSums.AddScaled(1, other._scatter.Values, _scatter.Values);
        MoveMean(other._mean, other.Count);
        MatrixProduct.Add(1, Way, Way, _scatter, lowerOnly: true);
    }

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

    /// <summary>The last column of the block: a multiple of the way between two means, whose square is what merging adds to the scatter.</summary>
    Block Way => ((Block)_block).Part(0, _mean.Length, BlockSamples, 1);

    void MergeBlock()
    {
        if (_waiting == 0) return;
        var samples = _waiting;
        var mean = new double[_mean.Length];
        for (var f = 0; f < mean.Length; f++)
        {
            var row = _block.Row(f)[..samples];
            foreach (var value in row) mean[f] += value;
            mean[f] /= samples;
            foreach (ref var value in row) value -= mean[f];
        }
        _waiting = 0;
        MoveMean(mean, samples);
        if (samples < BlockSamples)
            for (var f = 0; f < mean.Length; f++) _block.Row(f)[samples..BlockSamples].Clear();
        MatrixProduct.Add(1, _block, _block, _scatter, lowerOnly: true);
    }

    /// <summary>Moves the mean for samples with another mean, and notes the way.</summary>
    void MoveMean(double[] mean, long count)
    {
        var total = _merged + count;
        for (var f = 0; f < mean.Length; f++)
        {
            var way = mean[f] - _mean[f];
            _block[f, BlockSamples] = way * Math.Sqrt((double)_merged * count / total);
            _mean[f] += way * count / total;
        }
        _merged = total;
    }
}
