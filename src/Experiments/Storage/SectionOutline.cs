using System.Text.Json.Serialization;

namespace SparseGen.Experiments;

/// <summary>A section of a subject's report. A study chooses which there are and in which order; each is drawn from metrics.jsonl and timings.jsonl alone.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "section")]
[JsonDerivedType(typeof(CurvesOutline), "curves")]
[JsonDerivedType(typeof(TableOutline), "table")]
[JsonDerivedType(typeof(ScatterOutline), "scatter")]
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

/// <summary>Methods that prune to one sparsity, a row each: metrics, weights, arithmetic and time.</summary>
/// <param name="Rows">in this order</param>
public sealed record TableOutline(IReadOnlyList<TableRow> Rows) : SectionOutline;

/// <summary>One measurement against another, a point for each method.</summary>
/// <param name="Rows">the methods</param>
/// <param name="X">the horizontal axis, logarithmic</param>
/// <param name="Metric">the name of the metric on the vertical axis; null: the subject's first</param>
public sealed record ScatterOutline(IReadOnlyList<TableRow> Rows, Measurement X, string? Metric = null) : SectionOutline;

/// <summary>Images that the networks of the first seed generate or reconstruct, where they were kept.</summary>
public sealed record ImagesOutline : SectionOutline;

/// <summary>Milliseconds of a training step by sparsity.</summary>
public sealed record TimeOutline : SectionOutline;

/// <summary>How many weights of each layer the masks leave.</summary>
public sealed record LayersOutline : SectionOutline;

/// <summary>What a training takes or leaves.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Measurement>))]
public enum Measurement
{
    /// <summary>Floating-point operations as the paper counts them: of dense shapes, whatever the mask, the scores of the mask included.</summary>
    DenseFlop,

    /// <summary>Floating-point operations that surviving weights make necessary, the scores of the mask included.</summary>
    ExecutedFlop,

    /// <summary>Seconds of training steps.</summary>
    Seconds,

    /// <summary>Prunable weights that survive.</summary>
    Weights,
}

/// <summary>A method in a table or scatter plot.</summary>
/// <param name="Title">for people</param>
/// <param name="Curve">its networks: of the last round, or the unpruned ones</param>
/// <param name="IsWholeSearch">whether the arithmetic and time of everything before that round is counted, too: the unpruned network and all rounds</param>
/// <param name="Paper">what the paper reports of it</param>
public sealed record TableRow(string Title, string Curve, bool IsWholeSearch = false, PaperRow? Paper = null);

/// <summary>A row of the paper's Table 2.</summary>
/// <param name="Distance">FID</param>
/// <param name="Weights">that are left</param>
/// <param name="Flop">of the training</param>
/// <param name="Seconds">of the training</param>
public sealed record PaperRow(double Distance, double Weights, double Flop, double Seconds);
