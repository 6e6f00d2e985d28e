using SparseGen.Experiments;

namespace SparseGen.Tests.Experiments;

/// <summary>Runs of seconds, within the test's process.</summary>
static class SmokeRun
{
    public static RunOptions Quickstart { get; } = new() { Experiment = "quickstart", Scale = Scale.Smoke };

    /// <returns>the folder</returns>
    public static string Of(RunOptions options, string folder, QuietObserver? observer = null, CancellationToken cancel = default, int threads = 2, bool estimates = false)
    {
        var environment = new RunEnvironment { Command = $"sparsegen run {options.Experiment}", Out = folder, Threads = threads, Estimates = estimates, CheckpointInterval = TimeSpan.FromHours(1) };
        Session.Run(options, environment, observer ?? new QuietObserver(), cancel);
        return folder;
    }
}
