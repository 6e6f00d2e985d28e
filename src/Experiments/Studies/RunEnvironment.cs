using SparseGen.Data;
using SparseGen.Fid;

namespace SparseGen.Experiments;

/// <summary>How and where a run is done: what may differ from one start to the next, since it changes no number.</summary>
public sealed record RunEnvironment
{
    /// <summary>The exact command, for the record.</summary>
    public string Command { get; init; } = "";

    /// <summary>The run's folder; null = runs/NAME-SCALE-HASH.</summary>
    public string? Out { get; init; }

    public DataFolder Data { get; init; } = new(null);

    /// <summary>Weights of the Inception network: with them FID and Inception Score are measured, too.</summary>
    public string? Inception { get; init; }

    /// <summary>Weights of a classifier from elsewhere, that looks at images instead of one that is trained here.</summary>
    public string? ClassifierWeights { get; init; }

    /// <summary>Folders of other runs, whose finished trainings are taken over where they are the same.</summary>
    public IReadOnlyList<string> Reused { get; init; } = [];

    /// <summary>Where trained classifiers and the statistics of data sets are kept.</summary>
    public FeatureCache Cache { get; init; } = new();

    /// <summary>0 = one for every processor</summary>
    public int Threads { get; init; }

    /// <summary>Whether the time is estimated beforehand, by a few measured steps.</summary>
    public bool Estimates { get; init; }

    /// <summary>How much time passes between two checkpoints of a training.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where a run with these options is kept.</summary>
    public string FolderOf(RunOptions options) => Out ?? Path.Combine("runs", RunFolder.NameOf(options));
}
