namespace SparseGen.Experiments;

/// <summary>
/// The mean of one of a model's losses over the last tenth of a training's steps. It does not decide whether tickets match:
/// a discriminator also has a low loss if its generator has collapsed.
/// </summary>
/// <param name="loss">name of the loss in the model</param>
/// <param name="title">title of the axis</param>
sealed class LateLossMetric(string loss, string title) : Metric
{
    public override IReadOnlyList<MetricOutline> Outlines(Measured on) => [new($"{loss}-loss", $"{title}, mean of the last tenth of steps", LowerIsBetter: true, DecidesMatches: false)];

    internal override bool IsOfWholeTraining => true;

    internal override IReadOnlyList<double> Measure(in TrainedNetwork trained)
    {
        var key = trained.Key;
        return trained.Metrics.Find(new LateLoss(key.Subject, key.Seed, key.Curve, key.Round, loss, 0)) is LateLoss found
            ? [found.Value]
            : throw new ArgumentException($"{trained.Model.GetType().Name} has no loss '{loss}'.");
    }
}
