namespace SparseGen.Experiments;

/// <summary>The structure of a study, for its report. Every subject is trained with every seed and has all of its curves in every round.</summary>
/// <param name="Description">one line of text</param>
/// <param name="Subjects">in the order of the report</param>
/// <param name="Notes">choices that were made in place of the user; null in runs of earlier builds</param>
public sealed record StudyOutline(string Description, IReadOnlyList<ulong> Seeds, IReadOnlyList<SubjectOutline> Subjects, IReadOnlyList<string>? Notes = null);

/// <param name="Name">"linear-ae-mnist"</param>
/// <param name="Rounds">number of rounds of pruning</param>
/// <param name="Steps">number of steps of a training</param>
/// <param name="Metrics">the most important first</param>
/// <param name="Curves">tables show the sparsities of the first</param>
/// <param name="PaperSparsity">sparsity of the sparsest winning ticket in the paper; null if it is not given</param>
/// <param name="Model">how its networks are constructed; null in runs of earlier builds</param>
/// <param name="Sections">sections of its report; null in runs of earlier builds, which have <see cref="SectionOutline.OverRounds"/></param>
public sealed record SubjectOutline(string Name, int Rounds, int Steps, IReadOnlyList<MetricOutline> Metrics, IReadOnlyList<CurveOutline> Curves, double? PaperSparsity = null, ModelOutline? Model = null, IReadOnlyList<SectionOutline>? Sections = null)
{
    /// <summary>The pairs of curves with the same masks, one with rewound and one with new initial values.</summary>
    public IEnumerable<CurvePair> Pairs() =>
        from winning in Curves
        where !winning.IsRandom
        from random in Curves
        where random.IsRandom && random.Method == winning.Method
        select new CurvePair(winning.Name, random.Name);
}

/// <summary>How a subject's networks are constructed, so that their weights can be loaded.</summary>
/// <param name="Kind">"dcgan"</param>
/// <param name="Image">(C, H, W) of the images that it takes and returns</param>
/// <param name="Pictures">(H, W) of the data set's own pictures, centred in those images</param>
/// <param name="Narrowing">divisor of the widths of hidden layers</param>
/// <param name="Precision">its number formats</param>
public sealed record ModelOutline(string Kind, IReadOnlyList<int> Image, IReadOnlyList<int> Pictures, int Narrowing, string Precision = "float32");

/// <param name="Name">in metrics.jsonl: "reconstruction", "fid10k"</param>
/// <param name="Title">title of the axis</param>
/// <param name="LowerIsBetter">whether it is a distance or a loss; otherwise it is a score</param>
/// <param name="DecidesMatches">whether it decides if a ticket matches the unpruned network</param>
public sealed record MetricOutline(string Name, string Title, bool LowerIsBetter, bool DecidesMatches = true);

/// <summary>The names of two curves with the same masks, whose tickets differ in their initial values.</summary>
public readonly record struct CurvePair(string Winning, string Random);

/// <param name="Name">"winning"</param>
/// <param name="Method">the pruning method: curves of one method have the same masks</param>
/// <param name="IsRandom">whether initial values are new; otherwise they are rewound</param>
/// <param name="IsOfLastRound">whether it has tickets of the last round only</param>
/// <param name="Precision">number formats of its networks; null: those of the subject</param>
public sealed record CurveOutline(string Name, string Method, bool IsRandom, bool IsOfLastRound = false, string? Precision = null)
{
    /// <summary>The curve of the unpruned network.</summary>
    public const string Unpruned = "unpruned";

    /// <summary>The curve by which metrics of perfect reconstructions are recorded.</summary>
    public const string Originals = "originals";

    /// <summary>The method that trains a new network of an early-bird ticket's widths.</summary>
    public const string NewNetwork = "new-network";

    /// <summary>The method that prunes all components together, round by round.</summary>
    public const string WholeNetwork = "both";
}
