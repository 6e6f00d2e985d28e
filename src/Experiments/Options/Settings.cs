using System.Globalization;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>The hyper-parameters of all trainings of a subject. They follow from scale, model and options, never from results.</summary>
public sealed record Settings
{
    /// <summary>Masks of channels that a whole training would have, where that does not follow from the epochs.</summary>
    const int ScansOfTraining = 100;

    /// <summary>Divisor of the widths of hidden layers.</summary>
    public int Narrowing { get; init; } = 1;

    public int Rounds { get; init; } = 20;

    /// <summary>p, the fraction of the surviving weights that a round removes.</summary>
    public double Fraction { get; init; } = 0.2;

    /// <summary>Which weights are ranked together.</summary>
    public Pool Pool { get; init; } = Pool.Global;

    /// <summary>Name of the score that masks are made by.</summary>
    public string Score { get; init; } = "magnitude";

    /// <summary>Number of batches that scores of the losses (SNIP, GraSP) are computed on.</summary>
    public int ScoreBatches { get; init; } = 4;

    /// <summary>Whether networks are trained whose masks leave a layer without weights.</summary>
    public bool EmptyLayers { get; init; } = true;

    /// <summary>Sparsity of the last round, if it determines <see cref="Fraction"/>; otherwise null.</summary>
    public double? Sparsity { get; init; }

    /// <summary>The length of every training.</summary>
    public Step Steps { get; init; }

    /// <summary>k, the step that late rewinding returns to.</summary>
    public Step Rewind { get; init; }

    /// <summary>Name of the number formats that networks compute in.</summary>
    public string Precision { get; init; } = "float32";

    public int Batch { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Number of training images, from the first on; at most those of the data set.</summary>
    public int Images { get; init; } = int.MaxValue;

    /// <summary>Number of held-out images that metrics are computed on; at most those of the data set.</summary>
    public int EvaluationImages { get; init; } = int.MaxValue;

    /// <summary>Number of generated images that metrics are computed on.</summary>
    public int Samples { get; init; } = 10_000;

    /// <summary>Fractions of the channels that are removed, one for each round; the last holds for all further rounds.</summary>
    public IReadOnlyList<double> ChannelCompressions { get; init; } = [0.2, 0.4, 0.6, 0.8, 0.9, 0.95];

    /// <summary>Steps between two masks in the search for early-bird tickets.</summary>
    public Step ChannelScanInterval { get; init; }

    /// <summary>The step of the last mask of that search.</summary>
    public Step ChannelLatestScan { get; init; }

    /// <summary>δ, the largest distance of a ticket's mask to those before it.</summary>
    public double ChannelScanThreshold { get; init; } = 0.1;

    public ChannelFallback ChannelNotFound { get; init; } = ChannelFallback.Remove;

    /// <summary>Channels that every set keeps.</summary>
    public int ChannelLeast { get; init; } = 1;

    public OptimizerState ChannelMoments { get; init; } = OptimizerState.Carry;

    /// <summary>λ of the L1 penalty on the scales during the search.</summary>
    public double ChannelScalePenalty { get; init; }

    /// <summary>The fraction of the channels that is removed in a round.</summary>
    /// <param name="round">counted from 1</param>
    public double CompressionOf(int round) => ChannelCompressions[Math.Min(round, ChannelCompressions.Count) - 1];

    /// <summary>These settings, replaced by the options that are set.</summary>
    /// <param name="images">number of training images in the data set</param>
    /// <param name="evaluationImages">number of held-out images in the data set</param>
    /// <exception cref="UsageException">An option contradicts another, or cannot be parsed.</exception>
    public Settings With(RunOptions options, int images, int evaluationImages)
    {
        images = Math.Min(options.Images ?? Images, images);
        var batch = options.Batch ?? Batch;
        if (batch > images) throw new UsageException($"--batch {batch} is more than the {images} training images.");
        var epoch = images / batch;
        var steps = Read(options.Steps, "--steps", epoch) ?? Steps;
        if (steps.Index < 1) throw new UsageException($"--steps must be at least 1, not {steps}.");
        // If the length of the training changes, the rewinding step is scaled with it.
        var rewind = Read(options.Rewind, "--rewind", epoch) ?? new Step((int)((long)Rewind.Index * steps.Index / Steps.Index));
        if (rewind >= steps) throw new UsageException($"--rewind {rewind} lies behind the {steps} steps of a training.");
        var rounds = options.Rounds ?? Rounds;
        var sparsity = options.Sparsity ?? (options.Fraction is null ? Sparsity : null);
        var latestScan = AtLeastOne(Read(options.LatestScan, "--latest-scan", epoch), "--latest-scan") ?? Math.Max(1, steps.Index / 2);
        if (options.LatestScan is not null && latestScan >= steps) throw new UsageException($"--latest-scan {latestScan} does not lie before the end of a training, step {steps}: nothing would be trained without the channels.");
        return this with
        {
            Narrowing = options.Narrowing ?? Narrowing,
            Precision = options.Precision,
            Rounds = rounds,
            Fraction = sparsity is { } last && rounds > 0 ? 1 - Math.Pow(1 - last, 1.0 / rounds) : options.Fraction ?? Fraction,
            Sparsity = sparsity,
            Score = options.Score ?? Score,
            ScoreBatches = options.ScoreBatches ?? ScoreBatches,
            Pool = options.Pool ?? Pool,
            EmptyLayers = options.EmptyLayers ?? EmptyLayers,
            Steps = steps,
            Rewind = rewind,
            Batch = batch,
            LearningRate = options.LearningRate ?? LearningRate,
            Images = images,
            EvaluationImages = Math.Min(options.EvaluationImages ?? EvaluationImages, evaluationImages),
            Samples = options.Samples ?? Samples,
            ChannelCompressions = options.Compression is null ? ChannelCompressions : ReadFractions(options.Compression, "--compression"),
            ChannelScanInterval = AtLeastOne(Read(options.ScanInterval, "--scan-interval", epoch), "--scan-interval") ?? (options.Scale == Scale.Paper ? epoch : Math.Max(1, steps.Index / ScansOfTraining)),
            ChannelLatestScan = latestScan,
            ChannelScanThreshold = options.ScanThreshold ?? ChannelScanThreshold,
            ChannelNotFound = options.NotFound ?? ChannelNotFound,
            ChannelLeast = options.LeastChannels ?? ChannelLeast,
            ChannelMoments = options.Moments ?? ChannelMoments,
            ChannelScalePenalty = options.ScalePenalty ?? ChannelScalePenalty,
        };
    }

    static Step? AtLeastOne(Step? step, string option) => step is { Index: 0 } ? throw new UsageException($"{option} must be at least 1, not 0.") : step;

    /// <exception cref="UsageException">The text is not a list of numbers between 0 and 1.</exception>
    static double[] ReadFractions(string text, string option)
    {
        var fractions = text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) ? fraction : double.NaN).ToArray();
        return fractions.All(fraction => fraction is > 0 and < 1) ? fractions : throw new UsageException($"{option}: expected numbers between 0 and 1, separated by commas, found '{text}'.");
    }

    static Step? Read(string? text, string option, int epoch)
    {
        if (text is null) return null;
        try
        {
            return Step.Parse(text, epoch);
        }
        catch (FormatException failure)
        {
            throw new UsageException($"{option}: {failure.Message}", failure);
        }
    }
}
