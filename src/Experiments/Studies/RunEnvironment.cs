using SparseGen.Data;
using SparseGen.Fid;

namespace SparseGen.Experiments;

/// <summary>The parameters of a run that do not change its results, and may differ each time it is started.</summary>
public sealed record RunEnvironment
{
    /// <summary>The exact command, which is recorded.</summary>
    public string Command { get; init; } = "";

    /// <summary>The run's folder; null = runs/NAME-SCALE-HASH.</summary>
    public string? Out { get; init; }

    public DataFolder Data { get; init; } = new(null);

    /// <summary>File of weights of the Inception network; if set, FID and Inception Score are also measured.</summary>
    public string? Inception { get; init; }

    /// <summary>File of weights of a published classifier, which replaces the one that is trained here.</summary>
    public string? ClassifierWeights { get; init; }

    /// <summary>Folders of other runs, whose finished trainings are copied where they are the same.</summary>
    public IReadOnlyList<string> Reused { get; init; } = [];

    /// <summary>The cache of trained classifiers and statistics of data sets.</summary>
    public FeatureCache Cache { get; init; } = new();

    /// <summary>Number of computing threads; 0 = one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>Whether the time of the run is estimated from a few measured steps before it begins.</summary>
    public bool Estimates { get; init; }

    /// <summary>The least time between two checkpoints of a training.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The folder of a run with these options.</summary>
    public string FolderOf(RunOptions options) => Out ?? Path.Combine("runs", RunFolder.NameOf(options));
}
