using System.ComponentModel;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>
/// The options of a run that determine its results. Those that are null are chosen by the scale and the model
/// (<see cref="Settings"/>).
/// </summary>
public sealed record RunOptions
{
    /// <summary>The width of the linear autoencoder's hidden layer, the narrowest of those that are divided.</summary>
    const int MostNarrowing = 128;

    /// <summary>Larger values are taken for typing errors.</summary>
    const int MostSeeds = 1_000, MostSamples = 10_000_000;

    public string Experiment { get; init; } = "";

    [Description("how much is done: smoke (seconds), small (an evening on two cores) or paper (what the paper did)")]
    public Scale Scale { get; init; } = Scale.Small;

    [Description("the first seed; the same seed gives the same bytes")]
    public ulong Seed { get; init; } = 1;

    [Description("how many seeds are run, counted up from the first")]
    public int Seeds { get; init; } = 1;

    [Description("the device that computes: host, reference or cuda")]
    public string Device { get; init; } = "host";

    [Description("number formats: float32, bfloat16 (activations), mixed (bfloat16, and weights of 8 or 16 bits) or tf32 (a GPU's tensor cores)")]
    public string Precision { get; init; } = "float32";

    [Description("the data set, instead of those of the figure")]
    public string? Dataset { get; init; }

    [Description("the models to run, separated by commas, instead of all")]
    public string? Models { get; init; }

    [Description("the curves to draw, separated by commas, instead of all")]
    public string? Curves { get; init; }

    [Description("rounds of pruning")]
    public int? Rounds { get; init; }

    [Description("the fraction of the surviving weights that a round removes")]
    public double? Fraction { get; init; }

    [Description("the sparsity of the last round, which decides the fraction")]
    public double? Sparsity { get; init; }

    [Description("what masks are cut by: magnitude (of the trained network), or snip, grasp or random (before training, of the network as it is drawn; the paper of SNIP scores one drawn with variance scaling)")]
    public string? Score { get; init; }

    [Description("batches that snip and grasp are computed from [default: 4]")]
    public int? ScoreBatches { get; init; }

    [Description("what is ranked together: all networks (global), each network, or each layer by itself [default: global; of wgan network]")]
    public Pool? Pool { get; init; }

    [Description("whether networks are trained whose masks leave a layer without weights; false ends the rounds there [default: true]")]
    public bool? EmptyLayers { get; init; }

    [Description("length of every training: 2000, or in epochs 3ep")]
    public string? Steps { get; init; }

    [Description("the step that winning tickets are rewound to; 0 = initialisation")]
    public string? Rewind { get; init; }

    [Description("images a step")]
    public int? Batch { get; init; }

    [Description("the optimizer's")]
    public double? LearningRate { get; init; }

    [Description("what the widths of the hidden layers are divided by")]
    public int? Narrowing { get; init; }

    [Description("training images that are used, from the first on")]
    public int? Images { get; init; }

    [Description("held-out images that reconstruction losses and accuracies are computed on")]
    public int? EvaluationImages { get; init; }

    [Description("generated images that are compared with the training images")]
    public int? Samples { get; init; }

    [Description("fractions of the channels that early-bird tickets remove, separated by commas, one for each round [default: 0.2,0.4,0.6,0.8,0.9,0.95]")]
    public string? Compression { get; init; }

    [Description("steps between two masks of channels in the search for early-bird tickets: 50, or 1ep [default: 1ep at paper scale, else a hundredth of the training]")]
    public string? ScanInterval { get; init; }

    [Description("the step of the last mask of that search [default: half of the training]")]
    public string? LatestScan { get; init; }

    [Description("the largest distance of an early-bird ticket's mask to the four before it [default: 0.1]")]
    public double? ScanThreshold { get; init; }

    [Description("what happens if no early-bird ticket is found: remove takes the last mask, keep leaves all channels [default: remove]")]
    public ChannelFallback? NotFound { get; init; }

    [Description("channels that every layer keeps [default: 1]")]
    public int? LeastChannels { get; init; }

    [Description("the optimizers' state when channels are removed: carry keeps that of the channels that stay, reset begins anew [default: carry]")]
    public OptimizerState? Moments { get; init; }

    [Description("L1 penalty on the scales of batch norm in the search for early-bird tickets [default: 0]")]
    public double? ScalePenalty { get; init; }

    [Description("a gradient penalty in place of wgan's clipping: wgan-gp")]
    public bool Penalty { get; init; }

    /// <exception cref="UsageException">An option is out of its range.</exception>
    public void Validate()
    {
        if (!Devices.Names.Contains(Device)) throw new UsageException($"--device: there is no '{Device}'; there are {string.Join(", ", Devices.Names)}.{Suggestion.For(Device, Devices.Names)}");
        if (SparseGen.Models.Precision.Named(Precision) is null) throw new UsageException($"--precision: there is no '{Precision}'; there are {string.Join(", ", SparseGen.Models.Precision.All)}.{Suggestion.For(Precision, SparseGen.Models.Precision.All.Select(precision => precision.Name))}");
        Require(Seeds is >= 1 and <= MostSeeds, "--seeds", Seeds, FormattableString.Invariant($"between 1 and {MostSeeds}"));
        Require(Seed <= ulong.MaxValue - (ulong)Seeds, "--seed", Seed, "small enough to count the seeds up from it");
        Require(Rounds is null or (>= 0 and <= 1000), "--rounds", Rounds, "between 0 and 1000");
        Require(Fraction is null or (> 0 and < 1), "--fraction", Fraction, "between 0 and 1, such as 0.2");
        Require(Sparsity is null or (> 0 and < 1), "--sparsity", Sparsity, "between 0 and 1, such as 0.8");
        if (Sparsity is not null && Fraction is not null) throw new UsageException("--sparsity and --fraction both say how much a round removes: give one of them.");
        if (Score is not null && ScoreKind.All.All(kind => kind.Name != Score)) throw new UsageException($"--score: there is no '{Score}'; there are {string.Join(", ", ScoreKind.All.Select(kind => kind.Name))}.{Suggestion.For(Score, ScoreKind.All.Select(kind => kind.Name))}");
        Require(ScoreBatches is null or (>= 1 and <= 10_000), "--score-batches", ScoreBatches, "between 1 and 10000");
        Require(ScanThreshold is null or (>= 0 and <= 1), "--scan-threshold", ScanThreshold, "between 0 and 1");
        Require(LeastChannels is null or (>= 1 and <= 65536), "--least-channels", LeastChannels, "between 1 and 65536");
        Require(ScalePenalty is null or (>= 0 and < double.PositiveInfinity), "--scale-penalty", ScalePenalty, "at least 0");
        Require(Batch is null or (>= 1 and <= 65536), "--batch", Batch, "between 1 and 65536");
        Require(LearningRate is null or (> 0 and < double.PositiveInfinity), "--learning-rate", LearningRate, "above 0");
        Require(Narrowing is null or (>= 1 and <= MostNarrowing), "--narrowing", Narrowing, FormattableString.Invariant($"between 1 and {MostNarrowing}"));
        Require(Images is null or >= 1, "--images", Images, "at least 1");
        Require(EvaluationImages is null or >= 1, "--evaluation-images", EvaluationImages, "at least 1");
        Require(Samples is null or (>= 2 and <= MostSamples), "--samples", Samples, FormattableString.Invariant($"between 2 and {MostSamples}"));
    }

    static void Require(bool condition, string option, object? value, string expected)
    {
        if (!condition) throw new UsageException(FormattableString.Invariant($"{option} must be {expected}, not {value}."));
    }
}
