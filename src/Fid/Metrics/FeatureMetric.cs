using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>The Fréchet distance to real images in the features of one network and, from <see cref="InceptionScore.Splits"/> images on, the score of <see cref="InceptionScore"/> of its logits.</summary>
/// <param name="network">remains owned by the caller</param>
/// <param name="reference">statistics of the real images by the same network</param>
public sealed class FeatureMetric(IFeatureNetwork network, GaussianStatistics reference) : IImageMetric
{
    public IReadOnlyList<string> Names(int samples) => samples < InceptionScore.Splits
        ? [MetricName.Frechet(network.Name, samples)]
        : [MetricName.Frechet(network.Name, samples), MetricName.Score(network.Name, samples)];

    public IReadOnlyList<MetricValue> Measure(IEnumerable<ImageSet> images, CancellationToken cancel = default)
    {
        var features = FeatureSet.Extract(network, images, Kept.Logits, cancel: cancel);
        var names = Names(features.Count);
        var distance = new MetricValue(names[0], FrechetDistance.Between(reference, features.Statistics), LowerIsBetter: true);
        return names.Count == 1
            ? [distance]
            : [distance, new(names[1], InceptionScore.Of(features.Logits, network.ClassCount).Mean, LowerIsBetter: false)];
    }
}
