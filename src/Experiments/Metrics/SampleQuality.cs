using System.Diagnostics;
using SparseGen.Fid;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>
/// Generated images against the training images: FID and Inception Score where there are weights of the Inception network,
/// and always the same two in the features of the data set's own classifier, which are not called so.
/// </summary>
sealed class SampleQuality : Metric
{
    public override IReadOnlyList<MetricOutline> Outlines(Setup setup)
    {
        var (source, samples) = (setup.Features, setup.Settings.Samples);
        var onClassifier = Outlines(source.ClassifierName, samples, $"Fréchet distance, features of {source.ClassifierName}", $"class score of {source.ClassifierName}");
        return source.InceptionWeights is null
            ? [.. onClassifier]
            : [.. Outlines(InceptionFeatures.InceptionName, samples, "FID", "Inception Score"), .. onClassifier];
    }

    internal override IEnumerable<IFeatureNetwork> Networks(FeatureNetworks networks, FeatureSource source) =>
        source.InceptionWeights is null ? [networks.Classifier(source)] : [networks.Inception(source), networks.Classifier(source)];

    internal override IReadOnlyList<double> Measure(in TrainedNetwork trained)
    {
        var (setup, features) = (trained.Setup, trained.Features);
        var (model, seed, cancel) = (trained.Model, trained.Place.Seed, trained.Cancel);
        return
        [
            .. Networks(features, setup.Features)
                .SelectMany(network => features.Metric(setup.Features, network).Measure(Samples.Of(model, seed, setup.Settings.Samples), cancel))
                .Select(value => value.Value),
        ];
    }

    internal override double Estimate(Model model, Setup setup)
    {
        var start = Stopwatch.GetTimestamp();
        var images = Samples.Of(model, seed: 0, Samples.BatchSize).First();
        setup.Features.LookUntrained(model.Device, images);
        return Stopwatch.GetElapsedTime(start).TotalSeconds * setup.Settings.Samples / Samples.BatchSize;
    }

    static IEnumerable<MetricOutline> Outlines(string network, int samples, string distance, string score)
    {
        yield return new(MetricName.Frechet(network, samples), FormattableString.Invariant($"{distance}, {samples:N0} samples"), LowerIsBetter: true);
        if (samples >= InceptionScore.Splits) yield return new(MetricName.Score(network, samples), FormattableString.Invariant($"{score}, {samples:N0} samples"), LowerIsBetter: false);
    }
}
