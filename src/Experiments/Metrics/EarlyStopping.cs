namespace SparseGen.Experiments;

/// <summary>The step at which a metric was best, the earliest if there are several: when training further no longer helped.</summary>
/// <param name="followed">measured during the training</param>
sealed class EarlyStopping(Metric followed) : Metric
{
    public override IReadOnlyList<MetricOutline> Outlines(Setup setup) =>
        [new("early-stopping-step", "early-stopping step", LowerIsBetter: true, DecidesMatches: false)];

    internal override bool IsOfWholeTraining => true;

    internal override IReadOnlyList<double> Measure(in TrainedNetwork trained)
    {
        var (place, outline) = (trained.Place, followed.Outlines(trained.Setup)[0]);
        var measured = trained.Metrics.Facts.OfType<Evaluation>()
            .Where(fact => (fact.Subject, fact.Seed, fact.Curve, fact.Round, fact.Metric) == (place.Subject, place.Seed, place.Curve, place.Round, outline.Name))
            .OrderBy(fact => fact.Step);
        return [(outline.LowerIsBetter ? measured.MinBy(fact => fact.Value) : measured.MaxBy(fact => fact.Value))!.Step];
    }
}
