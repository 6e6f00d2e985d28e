using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SparseGen.Experiments;

/// <summary>
/// One line of metrics.jsonl: a result of one training. Values depend only on the options, so that an interrupted run repeats its
/// lines byte for byte. Times are recorded separately (<see cref="Timing"/>).
/// </summary>
/// <param name="Subject">model and data set: "linear-ae-mnist"</param>
/// <param name="Curve">"unpruned", "winning", "random", "encoder-only"</param>
/// <param name="Round">round of pruning; 0 = unpruned</param>
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
[JsonDerivedType(typeof(ChannelScan), "channel-scan")]
[JsonDerivedType(typeof(ChannelRemoval), "channel-removal")]
[JsonDerivedType(typeof(NotTrained), "not-trained")]
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

    /// <summary>Identifies the fact without its value; no two lines of a file have the same identity.</summary>
    [JsonIgnore]
    public object Identity => (GetType(), Subject, Seed, Curve, Round, Within);

    /// <summary>What distinguishes this fact from others of its kind and training.</summary>
    protected abstract object Within { get; }
}

/// <summary>The value of a metric on held-out data, after some step of training.</summary>
/// <param name="Sparsity">sparsity of the whole network</param>
/// <param name="Metric">"reconstruction", "fid10k"</param>
/// <param name="Step">step of the training</param>
public sealed record Evaluation(string Subject, ulong Seed, string Curve, int Round, double Sparsity, int Step, string Metric, double Value)
    : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => (Step, Metric);
}

/// <summary>One of a model's losses on the batch of one step.</summary>
/// <param name="Name">name of the loss in the model: "reconstruction", "discriminator"</param>
public sealed record TrainingLoss(string Subject, ulong Seed, string Curve, int Round, int Step, string Name, double Loss) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => (Step, Name);
}

/// <summary>The mean of one of a model's losses over the last tenth of a training's steps.</summary>
/// <param name="Name">name of the loss in the model: "discriminator"</param>
public sealed record LateLoss(string Subject, ulong Seed, string Curve, int Round, string Name, double Value) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Name;
}

/// <summary>The arithmetic of a whole training, in floating-point operations.</summary>
/// <param name="Dense">as the paper counts: of dense shapes, independent of the mask, forward and backward, including batch normalisation</param>
/// <param name="Executed">operations of surviving weights, including batch normalisation</param>
/// <param name="Scoring">the scores that its mask was made from, counted as Dense; 0 if the mask follows from no score of the network</param>
/// <param name="ScoringExecuted">the same, counted as Executed</param>
public sealed record TrainingWork(string Subject, ulong Seed, string Curve, int Round, double Dense, double Executed, double Scoring, double ScoringExecuted) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => "";
}

/// <summary>A network in whose features images are measured. Values in the features of different networks are not comparable.</summary>
/// <param name="Network">"resnet20-cifar10"</param>
/// <param name="Fingerprint">fingerprint of its weights</param>
public sealed record FeatureSpace(string Subject, ulong Seed, string Curve, int Round, string Network, string Fingerprint) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Network;
}

/// <summary>A network was not trained.</summary>
/// <param name="Reason">why, as the end of a sentence</param>
public sealed record NotTrained(string Subject, ulong Seed, string Curve, int Round, string Reason) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => "";
}

/// <summary>How many weights of a layer survive.</summary>
public sealed record LayerDensity(string Subject, ulong Seed, string Curve, int Round, string Layer, int Survivors, int Total) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Layer;
}

/// <summary>A training ended because it diverged. Its network is not measured, and no mask is made from it.</summary>
/// <param name="Sparsity">sparsity of the whole network</param>
/// <param name="Step">step at which it was detected</param>
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

/// <summary>A remark for the reader of the results, such as on a layer without weights.</summary>
public sealed record Remark(string Subject, ulong Seed, string Curve, int Round, string Text) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Text;
}

/// <summary>A mask of channels in the search for an early-bird ticket.</summary>
/// <param name="Step">of the training</param>
/// <param name="Distances">to the masks before it, the latest first: fractions of the channels that one keeps and the other does not</param>
/// <param name="Overlap">the fraction of its removed channels that the first mask, at step 0, removes, too</param>
public sealed record ChannelScan(string Subject, ulong Seed, string Curve, int Round, int Step, IReadOnlyList<double> Distances, double Overlap) : Fact(Subject, Seed, Curve, Round)
{
    protected override object Within => Step;
}

/// <summary>Channels were removed from a network.</summary>
/// <param name="Step">of the training</param>
/// <param name="Found">whether the search found a ticket, or the channels were given; false: the last mask was taken</param>
/// <param name="Compression">the fraction of the channels that was to be removed</param>
/// <param name="Channels">of all sets, before</param>
/// <param name="Removed">of them</param>
/// <param name="Ranked">those that could be removed: of sets with batch normalisation; 0 in runs of earlier builds</param>
public sealed record ChannelRemoval(string Subject, ulong Seed, string Curve, int Round, int Step, bool Found, double Compression, int Channels, int Removed, int Ranked = 0) : Fact(Subject, Seed, Curve, Round)
{
    /// <summary>The fraction of the ranked channels that was removed.</summary>
    public double RemovedFraction => Ranked == 0 ? Compression : (double)Removed / Ranked;

    protected override object Within => "";
}
