using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>The results of one pass of a network over a set of images, from which all scores are computed.</summary>
public sealed class FeatureSet
{
    FeatureSet(IFeatureNetwork network, GaussianStatistics statistics, float[]? features, float[]? logits)
    {
        Network = network.Name;
        FeatureCount = network.FeatureCount;
        ClassCount = network.ClassCount;
        Statistics = statistics;
        Features = features;
        Logits = logits;
    }

    /// <summary>The name of the network.</summary>
    public string Network { get; }

    /// <summary>F</summary>
    public int FeatureCount { get; }

    /// <summary>K</summary>
    public int ClassCount { get; }

    /// <summary>N</summary>
    public int Count => (int)Statistics.Count!;

    public GaussianStatistics Statistics { get; }

    /// <summary>(N, F); null if they were not kept.</summary>
    public float[]? Features { get; }

    /// <summary>(N, K); null if they were not kept.</summary>
    public float[]? Logits { get; }

    /// <summary>Passes images through a network, batch by batch.</summary>
    /// <param name="images">sets of images, each of one size</param>
    /// <param name="kept">the results that are kept for every image, with 4 bytes for each number</param>
    /// <param name="progress">receives the number of images so far after each batch</param>
    /// <exception cref="ArgumentException">There are fewer than two images, or the network does not take images of that size.</exception>
    /// <exception cref="OperationCanceledException">The pass was cancelled.</exception>
    public static FeatureSet Extract(IFeatureNetwork network, IEnumerable<ImageSet> images, Kept kept = Kept.Nothing, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        var accumulator = new FeatureAccumulator(network.FeatureCount);
        var keys = new List<byte[]>();
        var (allFeatures, allLogits) = (new List<float>(), new List<float>());
        var features = new float[network.BatchSize * network.FeatureCount];
        var logits = new float[network.BatchSize * network.ClassCount];
        foreach (var piece in images)
            for (var start = 0; start < piece.Count; start += network.BatchSize)
            {
                cancel.ThrowIfCancellationRequested();
                var count = Math.Min(network.BatchSize, piece.Count - start);
                var batchFeatures = features.AsSpan(0, count * network.FeatureCount);
                var batchLogits = logits.AsSpan(0, count * network.ClassCount);
                network.Extract(piece, start, count, batchFeatures, batchLogits);
                accumulator.Add(batchFeatures);
                if (kept.HasFlag(Kept.Shuffled)) keys.AddRange(Enumerable.Range(start, count).Select(i => PixelOrder.KeyOf(piece, i)));
                if (kept.HasFlag(Kept.Features)) allFeatures.AddRange(batchFeatures);
                if (kept.HasFlag(Kept.Logits)) allLogits.AddRange(batchLogits);
                progress?.Report((int)accumulator.Count);
            }
        if (accumulator.Count < 2) throw new ArgumentException($"Statistics need at least two images, not {accumulator.Count}.");
        var order = kept.HasFlag(Kept.Shuffled) ? PixelOrder.Of(keys) : null;
        return new FeatureSet(
            network, accumulator.ToStatistics(),
            kept.HasFlag(Kept.Features) ? Ordered(allFeatures, network.FeatureCount) : null,
            kept.HasFlag(Kept.Logits) ? Ordered(allLogits, network.ClassCount) : null);

        float[] Ordered(List<float> rows, int width) => order is null ? [.. rows] : PixelOrder.Apply(rows, width, order);
    }
}

/// <summary>The results that are kept for every image.</summary>
[Flags]
public enum Kept
{
    Nothing = 0,

    /// <summary>Features, for the kernel distance, precision and recall.</summary>
    Features = 1,

    /// <summary>Logits, for the Inception Score.</summary>
    Logits = 2,

    /// <summary>In an order that is determined by the pixels (<see cref="PixelOrder"/>), so that scores of splits and subsets do not depend on the order of the files.</summary>
    Shuffled = 4,
}
