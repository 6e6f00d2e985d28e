using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>What a study runs with and in.</summary>
/// <param name="folder">of the run; owned by the caller</param>
/// <param name="device">that computes; owned by the caller</param>
/// <param name="environment">how it is done</param>
/// <param name="observer">is told what happens</param>
/// <param name="cancel">stops the run after the step it is at, with everything saved</param>
public sealed class RunContext(RunFolder folder, Device device, RunEnvironment environment, IRunObserver observer, CancellationToken cancel) : IDisposable
{
    readonly List<SubjectFailure> _failures = [];

    public RunFolder Folder { get; } = folder;

    public Device Device { get; } = device;

    public RunEnvironment Environment { get; } = environment;

    /// <summary>How many threads compute.</summary>
    public int Threads { get; } = device.Name == "reference" ? 1 : environment.Threads == 0 ? System.Environment.ProcessorCount : environment.Threads;

    public IRunObserver Observer { get; } = observer;

    public CancellationToken Cancel { get; } = cancel;

    public MetricsLog Metrics { get; } = new(folder.Path);

    public TimingsLog Timings { get; } = new(folder.Path);

    /// <summary>What other runs have done already.</summary>
    internal FinishedRuns Finished { get; } = new(environment.Reused, folder.Manifest);

    /// <summary>What images are looked at with.</summary>
    internal FeatureNetworks Features { get; } = new(device, environment.Cache, observer, cancel);

    /// <summary>Subjects that could not go on.</summary>
    public IReadOnlyList<SubjectFailure> Failures => _failures;

    /// <summary>Does something of one subject. If it fails for a reason that need not stop others, it is recorded and shown, and this returns.</summary>
    public void Attempt(string subject, Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (IsOwn(failure))
        {
            Fail(new SubjectFailure(subject, failure is RunException or FileFormatException or DeviceException or IOException ? failure.Message : $"{failure.Message} ({failure.GetType().Name})"));
        }
    }

    /// <summary>Records and shows a failure.</summary>
    public void Fail(SubjectFailure failure)
    {
        _failures.Add(failure);
        FailureLog.Add(Folder.Path, failure);
        Observer.Note($"{failure}. The others go on.");
    }

    /// <summary>Whether a failure concerns one subject: not an interruption, nor a disk that takes no more.</summary>
    static bool IsOwn(Exception failure) =>
        failure is FileNotFoundException or not (OperationCanceledException or IOException or UnauthorizedAccessException or OutOfMemoryException or RunException { InnerException: IOException });

    public void Dispose()
    {
        Features.Dispose();
        Metrics.Dispose();
        Timings.Dispose();
    }
}
