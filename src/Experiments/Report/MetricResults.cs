namespace SparseGen.Experiments.Report;

/// <summary>What a run has found so far of one metric of one subject.</summary>
sealed class MetricResults
{
    readonly Dictionary<(string Curve, int Round, ulong Seed), Evaluation> _evaluations = [];
    readonly ILookup<(string Curve, int Round), Divergence> _divergences;
    readonly IReadOnlyList<ulong> _seeds;

    /// <param name="metric">which one</param>
    /// <param name="steps">of a training: what was measured before its end is left aside</param>
    /// <param name="seeds">of the study</param>
    /// <param name="facts">of the subject</param>
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

    /// <summary>What perfect reconstructions would give; of no value where that says nothing.</summary>
    public Statistics Originals { get; }

    public bool Has(string curve, int round, ulong seed) => _evaluations.ContainsKey((curve, round, seed));

    /// <summary>The metric over the seeds whose trainings did not diverge.</summary>
    public Statistics At(string curve, int round) => Statistics.Of(Values(curve, round).Select(evaluation => evaluation.Value));

    /// <summary>Trainings that diverged, a seed each.</summary>
    public IReadOnlyList<Divergence> Diverged(string curve, int round) => [.. _divergences[(curve, round)]];

    /// <summary>Of the whole network; NaN if nothing is known.</summary>
    public double Sparsity(string curve, int round) => Statistics.Of(
        Values(curve, round).Select(evaluation => evaluation.Sparsity).Concat(_divergences[(curve, round)].Select(divergence => divergence.Sparsity))).Mean;

    /// <summary>By how much a winning ticket is better than the random one, seed by seed: below 0 where it is worse, of losses as of scores.</summary>
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
