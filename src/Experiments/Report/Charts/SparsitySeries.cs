namespace SparseGen.Experiments.Report;

/// <summary>The lines of a chart whose x axis is sparsity.</summary>
static class SparsitySeries
{
    /// <summary>One line for each curve, over the rounds that are recorded.</summary>
    /// <param name="value">value of a curve in a round</param>
    /// <param name="sparsity">sparsity of a curve in a round</param>
    /// <param name="unit">unit in tooltips: " ms"</param>
    /// <param name="diverged">trainings of a curve in a round that diverged; marked apart from the line</param>
    public static Series[] Of(SubjectOutline subject, Func<string, int, Statistics> value, Func<string, int, double> sparsity, string unit, Func<string, int, IReadOnlyList<Divergence>>? diverged = null) =>
    [
        .. from curve in subject.Curves
           let rounds = Enumerable.Range(1, subject.Rounds).ToArray()
           select new Series(
               curve.Name,
               [.. rounds.Select(round => Point(curve.Name, value(curve.Name, round), sparsity(curve.Name, round), unit)).OfType<ChartPoint>()],
               [.. rounds.SelectMany(round => diverged?.Invoke(curve.Name, round) ?? []).Select(Mark)]),
    ];

    static ChartPoint? Point(string curve, Statistics statistics, double sparsity, string unit) => statistics.Count > 0 && double.IsFinite(sparsity)
        ? new ChartPoint(sparsity, statistics.Mean, statistics.Deviation, $"{curve} at {Html.Percent(sparsity)}: {Html.Number(statistics)}{unit}")
        : null;

    static ChartMark Mark(Divergence divergence) => new(
        divergence.Sparsity,
        $"{divergence.Curve} at {Html.Percent(divergence.Sparsity)}, seed {divergence.Seed}: diverged at step {divergence.Step}, {divergence.How}");
}
