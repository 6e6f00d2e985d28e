namespace SparseGen.Experiments;

/// <summary>What a report has to know of a study: every subject is trained with every seed, and has every curve in every round.</summary>
/// <param name="Description">a line</param>
/// <param name="Metric">its name in metrics.jsonl; lower is better</param>
/// <param name="MetricTitle">on the axis</param>
public sealed record StudyOutline(
    string Description,
    string Metric,
    string MetricTitle,
    IReadOnlyList<ulong> Seeds,
    IReadOnlyList<SubjectOutline> Subjects,
    IReadOnlyList<CurveOutline> Curves)
{
    /// <summary>Curves that wear the same masks, rewound and drawn anew.</summary>
    public IEnumerable<CurvePair> Pairs() =>
        from winning in Curves
        where !winning.IsRandom
        from random in Curves
        where random.IsRandom && random.Chain == winning.Chain
        select new CurvePair(winning.Name, random.Name);
}

/// <summary>The names of two curves that differ in where their tickets begin.</summary>
public readonly record struct CurvePair(string Winning, string Random);

/// <param name="Name">"linear-ae-mnist"</param>
/// <param name="Rounds">of pruning</param>
/// <param name="Steps">of a training</param>
public sealed record SubjectOutline(string Name, int Rounds, int Steps);

/// <param name="Name">"winning"</param>
/// <param name="Chain">where its masks come from: curves of one chain have the same</param>
/// <param name="IsRandom">new initial values instead of rewound ones</param>
public sealed record CurveOutline(string Name, string Chain, bool IsRandom);
