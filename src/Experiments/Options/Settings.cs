using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>The hyper-parameters of every training of one subject: fixed by scale and model before any result is looked at.</summary>
public sealed record Settings
{
    /// <summary>What the widths of hidden layers are divided by.</summary>
    public int Narrowing { get; init; } = 1;

    public int Rounds { get; init; } = 20;

    /// <summary>p, of the survivors, a round.</summary>
    public double Fraction { get; init; } = 0.2;

    /// <summary>What is ranked together.</summary>
    public Pool Pool { get; init; } = Pool.Global;

    /// <summary>What masks are cut by.</summary>
    public string Score { get; init; } = "magnitude";

    /// <summary>Batches that a score of the losses looks at.</summary>
    public int ScoreBatches { get; init; } = 4;

    /// <summary>What the last round comes to, if that decides the fraction.</summary>
    public double? Sparsity { get; init; }

    /// <summary>The length of every training.</summary>
    public Step Steps { get; init; }

    /// <summary>k: what a late rewinding returns to.</summary>
    public Step Rewind { get; init; }

    public int Batch { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Training images, from the first on; as many as there are, if more.</summary>
    public int Images { get; init; } = int.MaxValue;

    /// <summary>Held-out images that the metric is computed on; as many as there are, if more.</summary>
    public int EvaluationImages { get; init; } = int.MaxValue;

    /// <summary>Generated images that the metric is computed on.</summary>
    public int Samples { get; init; } = 10_000;

    /// <summary>These settings as the options change them.</summary>
    /// <param name="options">what was asked</param>
    /// <param name="images">training images that there are</param>
    /// <param name="evaluationImages">held-out images that there are</param>
    /// <exception cref="UsageException">An option contradicts another, or is not to be read.</exception>
    public Settings With(RunOptions options, int images, int evaluationImages)
    {
        images = Math.Min(options.Images ?? Images, images);
        var batch = options.Batch ?? Batch;
        if (batch > images) throw new UsageException($"--batch {batch} is more than the {images} training images.");
        var epoch = images / batch;
        var steps = Read(options.Steps, "--steps", epoch) ?? Steps;
        if (steps.Index < 1) throw new UsageException($"--steps must be at least 1, not {steps}.");
        // A late rewinding stays as late in a training of another length.
        var rewind = Read(options.Rewind, "--rewind", epoch) ?? new Step((int)((long)Rewind.Index * steps.Index / Steps.Index));
        if (rewind >= steps) throw new UsageException($"--rewind {rewind} lies behind the {steps} steps of a training.");
        var rounds = options.Rounds ?? Rounds;
        var sparsity = options.Sparsity ?? (options.Fraction is null ? Sparsity : null);
        return this with
        {
            Narrowing = options.Narrowing ?? Narrowing,
            Rounds = rounds,
            Fraction = sparsity is { } last && rounds > 0 ? 1 - Math.Pow(1 - last, 1.0 / rounds) : options.Fraction ?? Fraction,
            Sparsity = sparsity,
            Score = options.Score ?? Score,
            ScoreBatches = options.ScoreBatches ?? ScoreBatches,
            Pool = options.Pool ?? Pool,
            Steps = steps,
            Rewind = rewind,
            Batch = batch,
            LearningRate = options.LearningRate ?? LearningRate,
            Images = images,
            EvaluationImages = Math.Min(options.EvaluationImages ?? EvaluationImages, evaluationImages),
            Samples = options.Samples ?? Samples,
        };
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
