using System.Diagnostics;
using SparseGen.Fid;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>
/// Generated images against training images: FID and Inception Score if weights of the Inception network are given, and always the
/// same two formulas in the features of the data set's own classifier, under other names.
/// </summary>
/// <param name="scoreFirst">whether the scores come before the distances</param>
/// <param name="heldOut">whether images are compared with the held-out images; the names then end with "-held-out"</param>
sealed class SampleQuality(bool scoreFirst = false, bool heldOut = false) : Metric
{
    public override IReadOnlyList<MetricOutline> Outlines(Measured on)
    {
        var (source, samples) = (on.Features, on.Samples);
        MetricOutline[] all = [.. source.InceptionWeights is null ? [] : Outlines(InceptionFeatures.InceptionName, samples, "FID", "Inception Score"), .. OnClassifier(source, samples)];
        return Ordered(all, one => one.LowerIsBetter, one => heldOut ? one with { Name = $"{one.Name}-held-out", Title = $"{one.Title}, against held-out images" } : one);
    }

    internal override IEnumerable<IFeatureNetwork> Networks(FeatureNetworks networks, FeatureSource source) =>
        source.InceptionWeights is null ? [networks.Classifier(source)] : [networks.Inception(source), networks.Classifier(source)];

    internal override IReadOnlyList<double> Measure(in TrainedNetwork trained)
    {
        var (on, features) = (trained.On, trained.Features);
        var (model, seed, cancel) = (trained.Model, trained.Key.Seed, trained.Cancel);
        var values = Networks(features, on.Features)
            .SelectMany(network => features.Metric(on.Features, network, heldOut).Measure(Samples.Of(model, seed, on.Samples), cancel))
            .ToArray();
        return Ordered(values, value => value.LowerIsBetter, value => value.Value);
    }

    internal override double Estimate(Model model, Measured on)
    {
        var start = Stopwatch.GetTimestamp();
        var images = Samples.Of(model, seed: 0, Samples.BatchSize).First();
        on.Features.LookUntrained(model.Device, images);
        return Stopwatch.GetElapsedTime(start).TotalSeconds * on.Samples / Samples.BatchSize;
    }

    /// <summary>Scores before distances if <c>scoreFirst</c>; otherwise in the given order.</summary>
    T[] Ordered<TIn, T>(IReadOnlyList<TIn> all, Func<TIn, bool> isDistance, Func<TIn, T> select) => [.. all.OrderBy(one => scoreFirst && isDistance(one)).Select(select)];

    static IEnumerable<MetricOutline> OnClassifier(FeatureSource source, int samples) =>
        Outlines(source.ClassifierName, samples, $"Fréchet distance, features of {source.ClassifierName}", $"class score of {source.ClassifierName}");

    static IEnumerable<MetricOutline> Outlines(string network, int samples, string distance, string score)
    {
        yield return new(MetricName.Frechet(network, samples), FormattableString.Invariant($"{distance}, {samples:N0} samples"), LowerIsBetter: true);
        if (samples >= InceptionScore.Splits) yield return new(MetricName.Score(network, samples), FormattableString.Invariant($"{score}, {samples:N0} samples"), LowerIsBetter: false);
    }
}
