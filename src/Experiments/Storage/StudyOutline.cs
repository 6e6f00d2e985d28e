namespace SparseGen.Experiments;

/// <summary>What a report needs to know of a study: every subject is trained with every seed, and has every one of its curves in every round.</summary>
/// <param name="Description">a line</param>
/// <param name="Seeds">of the run</param>
/// <param name="Subjects">in the order of the report</param>
/// <param name="Notes">what was decided for whoever asked; null in runs of earlier builds</param>
public sealed record StudyOutline(string Description, IReadOnlyList<ulong> Seeds, IReadOnlyList<SubjectOutline> Subjects, IReadOnlyList<string>? Notes = null);

/// <param name="Name">"linear-ae-mnist"</param>
/// <param name="Rounds">of pruning</param>
/// <param name="Steps">of a training</param>
/// <param name="Metrics">what is measured of it, the most telling first</param>
/// <param name="Curves">the first heads the rows of tables</param>
/// <param name="PaperSparsity">of the sparsest winning ticket that the paper found, if it says</param>
/// <param name="Model">how its networks are made; null in runs of earlier builds</param>
/// <param name="Sections">of its report; null in runs of earlier builds: curves over rounds</param>
public sealed record SubjectOutline(string Name, int Rounds, int Steps, IReadOnlyList<MetricOutline> Metrics, IReadOnlyList<CurveOutline> Curves, double? PaperSparsity = null, ModelOutline? Model = null, IReadOnlyList<SectionOutline>? Sections = null)
{
    /// <summary>Curves with the same masks, rewound and drawn anew.</summary>
    public IEnumerable<CurvePair> Pairs() =>
        from winning in Curves
        where !winning.IsRandom
        from random in Curves
        where random.IsRandom && random.Method == winning.Method
        select new CurvePair(winning.Name, random.Name);
}

/// <summary>How a subject's networks are made, so that their weights can be used.</summary>
/// <param name="Kind">"dcgan"</param>
/// <param name="Image">channels, height and width of what it takes and makes</param>
/// <param name="Pictures">height and width of the data set's own pictures, in the middle of those images</param>
/// <param name="Narrowing">what the widths of hidden layers are divided by</param>
public sealed record ModelOutline(string Kind, IReadOnlyList<int> Image, IReadOnlyList<int> Pictures, int Narrowing);

/// <param name="Name">in metrics.jsonl: "reconstruction", "fid10k"</param>
/// <param name="Title">on the axis</param>
/// <param name="LowerIsBetter">a distance or a loss; otherwise a score</param>
/// <param name="DecidesMatches">whether a ticket can be said to match the unpruned network by it</param>
public sealed record MetricOutline(string Name, string Title, bool LowerIsBetter, bool DecidesMatches = true);

/// <summary>The names of two curves that differ in where their tickets begin.</summary>
public readonly record struct CurvePair(string Winning, string Random);

/// <param name="Name">"winning"</param>
/// <param name="Method">the pruning method: curves of one method have the same masks</param>
/// <param name="IsRandom">new initial values instead of rewound ones</param>
/// <param name="IsOfLastRound">has tickets of the last round alone</param>
public sealed record CurveOutline(string Name, string Method, bool IsRandom, bool IsOfLastRound = false)
{
    /// <summary>The curve of the unpruned network.</summary>
    public const string Unpruned = "unpruned";

    /// <summary>The curve of what perfect reconstructions would give.</summary>
    public const string Originals = "originals";

    /// <summary>The method that prunes all components, pooled, round by round.</summary>
    public const string WholeNetwork = "both";
}
