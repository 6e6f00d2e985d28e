using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>What one pass of a network over a set of images found: all scores are computed from it.</summary>
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

    /// <summary>(N, F), if they were kept.</summary>
    public float[]? Features { get; }

    /// <summary>(N, K), if they were kept.</summary>
    public float[]? Logits { get; }

    /// <summary>Passes over images, one batch at a time.</summary>
    /// <param name="network">what looks at them</param>
    /// <param name="images">piece by piece, each of one size</param>
    /// <param name="kept">what to keep of every image, at 4 bytes a number</param>
    /// <param name="progress">told the number of images after each batch</param>
    /// <param name="cancel">ends the pass</param>
    /// <exception cref="ArgumentException">There are fewer than two images, or of a size that the network does not take.</exception>
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
                var theirFeatures = features.AsSpan(0, count * network.FeatureCount);
                var theirLogits = logits.AsSpan(0, count * network.ClassCount);
                network.Extract(piece, start, count, theirFeatures, theirLogits);
                accumulator.Add(theirFeatures);
                if (kept.HasFlag(Kept.Shuffled)) keys.AddRange(Enumerable.Range(start, count).Select(i => PixelOrder.KeyOf(piece, i)));
                if (kept.HasFlag(Kept.Features)) allFeatures.AddRange(theirFeatures);
                if (kept.HasFlag(Kept.Logits)) allLogits.AddRange(theirLogits);
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

/// <summary>What a pass keeps of every single image.</summary>
[Flags]
public enum Kept
{
    Nothing = 0,

    /// <summary>For the kernel distance, precision and recall.</summary>
    Features = 1,

    /// <summary>For the Inception Score.</summary>
    Logits = 2,

    /// <summary>In an order that the contents of the images decide, for scores of splits and subsets: that of the files does not matter to them.</summary>
    Shuffled = 4,
}
