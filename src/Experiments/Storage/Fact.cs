using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SparseGen.Experiments;

/// <summary>
/// One line of metrics.jsonl: something that was found, and where. The values are functions of the options alone, so that
/// a run that was interrupted repeats its lines byte for byte; times are kept apart (<see cref="Timing"/>).
/// </summary>
/// <param name="Subject">what was trained on what: "linear-ae-mnist"</param>
/// <param name="Seed">of the run</param>
/// <param name="Curve">"unpruned", "winning", "random", "encoder-only"</param>
/// <param name="Round">of pruning; 0 = unpruned</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Evaluation), "evaluation")]
[JsonDerivedType(typeof(TrainingLoss), "training")]
[JsonDerivedType(typeof(LayerDensity), "density")]
[JsonDerivedType(typeof(Remark), "remark")]
public abstract record Fact(
    [property: JsonPropertyOrder(-4)] string Subject,
    [property: JsonPropertyOrder(-3)] ulong Seed,
    [property: JsonPropertyOrder(-2)] string Curve,
    [property: JsonPropertyOrder(-1)] int Round)
{
    /// <summary>How facts are written: compact, numbers in their shortest exact form, NaN and infinities as words.</summary>
    public static JsonSerializerOptions Format { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What this fact is about, without what was found: no two lines have the same.</summary>
    [JsonIgnore]
    public object Identity => (GetType(), Subject, Seed, Curve, Round, Within);

    /// <summary>What tells this fact from others of its kind and place.</summary>
    protected abstract object Within { get; }
}

/// <summary>The value of a metric on held-out data, after some step of training.</summary>
/// <param name="Sparsity">of the whole network</param>
/// <param name="Metric">"reconstruction", "fid10k"</param>
/// <param name="Step">of the training</param>
/// <param name="Value">as the metric defines it</param>
public sealed record Evaluation(string Subject, ulong Seed, string Curve, int Round, double Sparsity, int Step, string Metric, double Value)
    : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => (Step, Metric);
}

/// <summary>The loss of the batch of one step.</summary>
public sealed record TrainingLoss(string Subject, ulong Seed, string Curve, int Round, int Step, double Loss) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Step;
}

/// <summary>How many weights of a layer survive.</summary>
public sealed record LayerDensity(string Subject, ulong Seed, string Curve, int Round, string Layer, int Survivors, int Total) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Layer;
}

/// <summary>Something that a reader of the results has to know: a layer without weights, a training that diverged.</summary>
public sealed record Remark(string Subject, ulong Seed, string Curve, int Round, string Text) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Text;
}
