using SparseGen.Experiments;
using SparseGen.Fid;

namespace SparseGen.Tests.Experiments;

/// <summary>Runs of seconds, within the test's process.</summary>
static class SmokeRun
{
    public static RunOptions Quickstart { get; } = new() { Experiment = "quickstart", Scale = Scale.Smoke };

    /// <summary>Shared by all tests, so that each data set's classifier is trained once; gone when the process ends or the system tidies up.</summary>
    public static FeatureCache Cache { get; } = new(Path.Combine(Path.GetTempPath(), $"sparsegen-tests-{Environment.ProcessId}"));

    /// <summary>Stops the run after every single step and goes on with it, until it is done.</summary>
    /// <param name="options">of the run</param><param name="folder">where it is</param>
    /// <param name="mostStops">more are a failure</param>
    /// <returns>the folder</returns>
    public static string InParts(RunOptions options, string folder, int mostStops)
    {
        for (var stops = 0; ; stops++)
        {
            using var source = new CancellationTokenSource();
            try
            {
                return Of(options, folder, new QuietObserver(_ => source.Cancel()), source.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.That(stops, Is.LessThan(mostStops));
            }
        }
    }

    /// <returns>the folder</returns>
    public static string Of(RunOptions options, string folder, QuietObserver? observer = null, CancellationToken cancel = default, int threads = 2, bool estimates = false, params string[] reused)
    {
        var environment = new RunEnvironment { Command = $"sparsegen run {options.Experiment}", Out = folder, Threads = threads, Estimates = estimates, CheckpointInterval = TimeSpan.FromHours(1), Cache = Cache, Reused = reused };
        Session.Run(options, environment, observer ?? new QuietObserver(), cancel);
        return folder;
    }
}
