using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>The Fréchet distance from real images, and the score of the classes seen, in the features of one network.</summary>
/// <param name="network">disposed with this</param>
/// <param name="reference">of the real images, by the same network</param>
public sealed class FeatureMetric(IFeatureNetwork network, GaussianStatistics reference) : IImageMetric
{
    public IReadOnlyList<MetricValue> Measure(IEnumerable<ImageSet> images, CancellationToken cancel = default)
    {
        var features = FeatureSet.Extract(network, images, Kept.Logits, cancel: cancel);
        var distance = new MetricValue(MetricName.Frechet(network.Name, features.Count), FrechetDistance.Between(reference, features.Statistics), LowerIsBetter: true);
        return features.Count < InceptionScore.Splits
            ? [distance]
            : [distance, new(MetricName.Score(network.Name, features.Count), InceptionScore.Of(features.Logits, network.ClassCount).Mean, LowerIsBetter: false)];
    }

    public void Dispose() => network.Dispose();
}
