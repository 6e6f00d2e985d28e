using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using SparseGen.Experiments.Report;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>Starts or resumes a run.</summary>
public static class Session
{
    /// <param name="observer">receives the events of the run</param>
    /// <param name="cancel">stops the run with everything saved</param>
    /// <exception cref="UsageException">The options are invalid.</exception>
    /// <exception cref="RunException">The run cannot be started or continued.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped; the same call resumes it.</exception>
    public static void Run(RunOptions options, RunEnvironment environment, IRunObserver observer, CancellationToken cancel = default)
    {
        var study = Experiment.Find(options.Experiment).Prepare(options, environment);
        using var device = Devices.Open(options.Device, environment.Threads, observer.Note, Precision.Named(options.Precision));
        var manifest = Manifest(study, device, environment);
        using var folder = RunFolder.Open(environment.FolderOf(options), manifest);
        foreach (var difference in folder.Manifest.NotedDifferences(manifest)) observer.Note($"not as when the run began: {difference}");
        using var run = new RunContext(folder, device, environment, observer, cancel);
        observer.RunBegins(environment.Estimates ? Plan.Measure(study, device, observer.Estimated, cancel) : Plan.Even(study), folder);
        foreach (var note in study.Notes.Concat(run.Finished.Notes())) observer.Note(note);
        FailureLog.Clear(folder.Path);
        try
        {
            foreach (var failure in study.Failures) run.Fail(failure);
            study.Run(run);
        }
        catch (IOException failure)
        {
            DrawIfPossible(folder.Path);
            throw new RunException($"{failure.Message}. What was complete is kept in {folder.Path}; when the cause is removed, the same command goes on with it.", failure);
        }
        catch
        {
            DrawIfPossible(folder.Path);
            throw;
        }
        ReportPage.Draw(folder.Path);
        if (run.Failures.Count > 0)
            throw new RunException($"{string.Join('\n', run.Failures)}\n{(run.HasDone ? "Everything else is done, and kept in" : "What was complete is kept in")} {folder.Path}; when the cause is removed, the same command goes on with it.");
    }

    /// <summary>Writes the report of the results so far. If that fails, too, only the original failure is reported.</summary>
    static void DrawIfPossible(string folder)
    {
        try
        {
            ReportPage.Draw(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or RunException)
        {
        }
    }

    static RunManifest Manifest(Study study, Device device, RunEnvironment environment)
    {
        var decided = study.Fixed;
        decided.Add("machine processor", RuntimeInformation.ProcessArchitecture.ToString());
        decided.Add("machine vector width", string.Create(CultureInfo.InvariantCulture, $"{device.VectorBits} bits"));
        if (Precision.Named(study.Options.Precision)!.Activations is not null) decided.Add("machine bfloat16 unit", device.Pairs.ToString());
        decided.Add("sparsegen", Assembly.GetExecutingAssembly().GetName().Version!.ToString(3));
        var noted = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = RuntimeInformation.OSDescription,
            ["processors"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            ["build"] = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        };
        return new RunManifest(study.Options.Experiment, environment.Command, study.Outline, decided, noted);
    }
}
