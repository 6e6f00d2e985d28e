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
[JsonDerivedType(typeof(LateLoss), "late")]
[JsonDerivedType(typeof(LayerDensity), "density")]
[JsonDerivedType(typeof(TrainingWork), "work")]
[JsonDerivedType(typeof(FeatureSpace), "feature-space")]
[JsonDerivedType(typeof(Divergence), "divergence")]
[JsonDerivedType(typeof(MethodEnd), "end")]
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

    [JsonIgnore]
    public TrainingKey Key => new(Subject, Seed, Curve, Round);

    /// <summary>What this fact is about, without what was found: no two lines have the same.</summary>
    [JsonIgnore]
    public object Identity => (GetType(), Subject, Seed, Curve, Round, Within);

    /// <summary>What distinguishes this fact from others of its kind and training.</summary>
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

/// <summary>One of a model's losses on the batch of one step.</summary>
/// <param name="Name">as the model calls it: "reconstruction", "discriminator"</param>
public sealed record TrainingLoss(string Subject, ulong Seed, string Curve, int Round, int Step, string Name, double Loss) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => (Step, Name);
}

/// <summary>The mean of one of a model's losses over the last tenth of a training's steps.</summary>
/// <param name="Name">as the model calls it: "discriminator"</param>
public sealed record LateLoss(string Subject, ulong Seed, string Curve, int Round, string Name, double Value) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Name;
}

/// <summary>The arithmetic of a whole training, in floating-point operations.</summary>
/// <param name="Dense">as the paper counts: dense shapes, whatever the mask, forward and backward, batch normalisation included</param>
/// <param name="Executed">what surviving weights make necessary</param>
/// <param name="Scoring">what the scores of its mask took, the network being dense; 0 if the mask follows from no score</param>
public sealed record TrainingWork(string Subject, ulong Seed, string Curve, int Round, double Dense, double Executed, double Scoring) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => "";
}

/// <summary>A network in whose features images are measured: with another, the values could not be compared.</summary>
/// <param name="Network">"resnet20-cifar10"</param>
/// <param name="Fingerprint">of its weights</param>
public sealed record FeatureSpace(string Subject, ulong Seed, string Curve, int Round, string Network, string Fingerprint) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Network;
}

/// <summary>How many weights of a layer survive.</summary>
public sealed record LayerDensity(string Subject, ulong Seed, string Curve, int Round, string Layer, int Survivors, int Total) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Layer;
}

/// <summary>A training ended because it diverged: its network is not measured, and no mask is cut from it.</summary>
/// <param name="Sparsity">of the whole network</param>
/// <param name="Step">at which it was noticed</param>
/// <param name="How">"the discriminator loss became NaN"</param>
public sealed record Divergence(string Subject, ulong Seed, string Curve, int Round, double Sparsity, int Step, string How) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => "";
}

/// <summary>A pruning method has no masks from this round on, since the network to be pruned diverged. <see cref="Fact.Curve"/> names the method.</summary>
public sealed record MethodEnd(string Subject, ulong Seed, string Curve, int Round) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => "";
}

/// <summary>Something that a reader of the results has to know: a layer without weights.</summary>
public sealed record Remark(string Subject, ulong Seed, string Curve, int Round, string Text) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Text;
}
