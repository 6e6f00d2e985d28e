namespace SparseGen.Experiments;

/// <summary>The step at which a metric was best, the earliest if several are equal. Later steps of the training did not improve it.</summary>
/// <param name="followed">the metric, measured during the training</param>
sealed class EarlyStopping(Metric followed) : Metric
{
    public override IReadOnlyList<MetricOutline> Outlines(Measured on) =>
        [new("early-stopping-step", "early-stopping step", LowerIsBetter: true, DecidesMatches: false)];

    internal override bool IsOfWholeTraining => true;

    internal override IReadOnlyList<double> Measure(in TrainedNetwork trained)
    {
        var (key, outline) = (trained.Key, followed.Outlines(trained.On)[0]);
        var measured = trained.Metrics.Facts.OfType<Evaluation>()
            .Where(fact => (fact.Subject, fact.Seed, fact.Curve, fact.Round, fact.Metric) == (key.Subject, key.Seed, key.Curve, key.Round, outline.Name))
            .OrderBy(fact => fact.Step);
        return [(outline.LowerIsBetter ? measured.MinBy(fact => fact.Value) : measured.MaxBy(fact => fact.Value))!.Step];
    }
}
