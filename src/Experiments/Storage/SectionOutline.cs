using System.Text.Json.Serialization;

namespace SparseGen.Experiments;

/// <summary>A section of a subject's report. A study chooses the sections and their order; each is drawn from the files of the run.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "section")]
[JsonDerivedType(typeof(CurvesOutline), "curves")]
[JsonDerivedType(typeof(TableOutline), "table")]
[JsonDerivedType(typeof(ScatterOutline), "scatter")]
[JsonDerivedType(typeof(AgainstOutline), "against")]
[JsonDerivedType(typeof(ScansOutline), "scans")]
[JsonDerivedType(typeof(ImagesOutline), "images")]
[JsonDerivedType(typeof(TimeOutline), "time")]
[JsonDerivedType(typeof(LayersOutline), "layers")]
public abstract record SectionOutline
{
    /// <summary>The sections of a figure whose curves go over rounds of pruning.</summary>
    public static IReadOnlyList<SectionOutline> OverRounds { get; } = [new CurvesOutline(), new ImagesOutline(), new TimeOutline(), new LayersOutline()];
}

/// <summary>Every metric by sparsity: charts, a table, and the sparsity up to which tickets match the unpruned network.</summary>
public sealed record CurvesOutline : SectionOutline;

/// <summary>Methods that prune to one sparsity, one row each: metrics, weights, arithmetic and time.</summary>
/// <param name="Rows">in the order of the table</param>
public sealed record TableOutline(IReadOnlyList<TableRow> Rows) : SectionOutline;

/// <summary>A metric against a measurement, one point for each method.</summary>
/// <param name="Rows">one for each point</param>
/// <param name="X">the horizontal axis, logarithmic</param>
/// <param name="Metric">the name of the metric on the vertical axis; null: the subject's first</param>
public sealed record ScatterOutline(IReadOnlyList<TableRow> Rows, Measurement X, string? Metric = null) : SectionOutline;

/// <summary>One measurement against another: a line for each curve, over its rounds, and a level for the unpruned network.</summary>
/// <param name="X">the horizontal axis</param>
/// <param name="Y">the vertical axis</param>
public sealed record AgainstOutline(Measurement X, Measurement Y) : SectionOutline;

/// <summary>The search for early-bird tickets: when they were found, and the distances between all masks of channels of a search.</summary>
public sealed record ScansOutline : SectionOutline;

/// <summary>Images that the networks of the first seed generate or reconstruct, if they were kept.</summary>
public sealed record ImagesOutline : SectionOutline;

/// <summary>Milliseconds of a training step by sparsity.</summary>
public sealed record TimeOutline : SectionOutline;

/// <summary>How many weights of each layer the masks leave.</summary>
public sealed record LayersOutline : SectionOutline;

/// <summary>A cost of a training, or the size of its network.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Measurement>))]
public enum Measurement
{
    /// <summary>The subject's first metric.</summary>
    Metric,

    /// <summary>The fraction of the channels that is removed; of masked networks the fraction of the weights.</summary>
    Compression,

    /// <summary>Floating-point operations as the paper counts them: of dense shapes, independent of the mask, including the scores of the mask.</summary>
    DenseFlop,

    /// <summary>Floating-point operations of surviving weights, including the scores of the mask.</summary>
    ExecutedFlop,

    /// <summary>Seconds of training steps.</summary>
    Seconds,

    /// <summary>Prunable weights that survive.</summary>
    Weights,
}

/// <summary>A method in a table or scatter plot.</summary>
/// <param name="Title">title of the row</param>
/// <param name="Curve">curve of its networks, those of the last round, or "unpruned"</param>
/// <param name="IsWholeSearch">whether arithmetic and time include those of the unpruned network and of all earlier rounds</param>
/// <param name="Paper">results of the paper; null if it has none</param>
public sealed record TableRow(string Title, string Curve, bool IsWholeSearch = false, PaperRow? Paper = null);

/// <summary>A row of the paper's Table 2.</summary>
/// <param name="Distance">FID</param>
/// <param name="Weights">number of weights that are left</param>
/// <param name="Flop">floating-point operations of the training</param>
/// <param name="Seconds">seconds of the training</param>
public sealed record PaperRow(double Distance, double Weights, double Flop, double Seconds);
