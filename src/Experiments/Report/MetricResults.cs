namespace SparseGen.Experiments.Report;

/// <summary>The results of a run so far for one metric of one subject.</summary>
sealed class MetricResults
{
    readonly Dictionary<(string Curve, int Round, ulong Seed), Evaluation> _evaluations = [];
    readonly ILookup<(string Curve, int Round), Divergence> _divergences;
    readonly IReadOnlyList<ulong> _seeds;

    /// <param name="steps">number of steps of a training; values measured at earlier steps are ignored</param>
    /// <param name="facts">the facts of the subject</param>
    public MetricResults(MetricOutline metric, int steps, IReadOnlyList<ulong> seeds, IReadOnlyList<Fact> facts)
    {
        Metric = metric;
        _seeds = seeds;
        foreach (var evaluation in facts.OfType<Evaluation>())
            if (evaluation.Metric == metric.Name && evaluation.Step == steps) _evaluations[(evaluation.Curve, evaluation.Round, evaluation.Seed)] = evaluation;
        _divergences = facts.OfType<Divergence>().ToLookup(divergence => (divergence.Curve, divergence.Round));
        Unpruned = At(CurveOutline.Unpruned, 0);
        Originals = At(CurveOutline.Originals, 0);
    }

    public MetricOutline Metric { get; }

    public Statistics Unpruned { get; }

    /// <summary>The metric of perfect reconstructions; no values if it was not recorded.</summary>
    public Statistics Originals { get; }

    public bool Has(string curve, int round, ulong seed) => _evaluations.ContainsKey((curve, round, seed));

    /// <summary>The metric over the seeds whose trainings did not diverge.</summary>
    public Statistics At(string curve, int round) => Statistics.Of(Values(curve, round).Select(evaluation => evaluation.Value));

    /// <summary>Trainings that diverged, at most one for each seed.</summary>
    public IReadOnlyList<Divergence> Diverged(string curve, int round) => [.. _divergences[(curve, round)]];

    /// <summary>Sparsity of the whole network; NaN if it is not recorded.</summary>
    public double Sparsity(string curve, int round) => Statistics.Of(
        Values(curve, round).Select(evaluation => evaluation.Sparsity).Concat(_divergences[(curve, round)].Select(divergence => divergence.Sparsity))).Mean;

    /// <summary>The difference of the metric between winning and random ticket, paired by seed: positive if the winning ticket is better, for losses and for scores.</summary>
    public Statistics Advantage(CurvePair pair, int round)
    {
        var (a, b) = Subtracted(pair);
        return Statistics.Of(
            from seed in _seeds
            where Has(a, round, seed) && Has(b, round, seed)
            select _evaluations[(a, round, seed)].Value - _evaluations[(b, round, seed)].Value);
    }

    /// <summary>What <see cref="Advantage"/> subtracts, and what its sign means: "random − winning, above 0: winning better".</summary>
    public string AdvantageHead(CurvePair pair)
    {
        var (a, b) = Subtracted(pair);
        return $"{a} − {b}, above 0: {pair.Winning} {(Metric.DecidesMatches ? "better" : Metric.LowerIsBetter ? "lower" : "higher")}";
    }

    (string From, string What) Subtracted(CurvePair pair) => Metric.LowerIsBetter ? (pair.Random, pair.Winning) : (pair.Winning, pair.Random);

    IEnumerable<Evaluation> Values(string curve, int round) =>
        from seed in _seeds where Has(curve, round, seed) select _evaluations[(curve, round, seed)];
}
