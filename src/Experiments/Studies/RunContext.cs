using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>The folder, device, logs and feature networks of a run, and the failures of its subjects.</summary>
/// <param name="folder">owned by the caller</param>
/// <param name="device">owned by the caller</param>
/// <param name="observer">receives the events of the run</param>
/// <param name="cancel">stops the run after the current step, with everything saved</param>
public sealed class RunContext(RunFolder folder, Device device, RunEnvironment environment, IRunObserver observer, CancellationToken cancel) : IDisposable
{
    readonly List<SubjectFailure> _failures = [];

    public RunFolder Folder { get; } = folder;

    public Device Device { get; } = device;

    public RunEnvironment Environment { get; } = environment;

    /// <summary>Number of computing threads of this computer; 0 if the device has its own.</summary>
    public int Threads { get; } = device.Name switch
    {
        "host" => environment.Threads == 0 ? System.Environment.ProcessorCount : environment.Threads,
        "reference" => 1,
        _ => 0,
    };

    public IRunObserver Observer { get; } = observer;

    public CancellationToken Cancel { get; } = cancel;

    public MetricsLog Metrics { get; } = new(folder.Path);

    public TimingsLog Timings { get; } = new(folder.Path);

    /// <summary>The finished trainings of other runs.</summary>
    internal FinishedRuns Finished { get; } = new(environment.Reused, folder.Manifest);

    /// <summary>The networks in whose features images are compared.</summary>
    internal FeatureNetworks Features { get; } = new(device, environment.Cache.Noting(observer.Note), observer.Note, cancel);

    /// <summary>Failures of single subjects.</summary>
    public IReadOnlyList<SubjectFailure> Failures => _failures;

    /// <summary>Runs a part of one subject. A failure that concerns only this subject is recorded and shown, and not thrown.</summary>
    public void Attempt(string subject, Action action)
    {
        try
        {
            action();
            HasDone = true;
        }
        catch (Exception failure) when (ConcernsOneSubject(failure))
        {
            Fail(new SubjectFailure(subject, FailureText.Of(failure)));
        }
    }

    /// <summary>Whether any part was completed.</summary>
    public bool HasDone { get; private set; }

    /// <summary>Records and shows a failure.</summary>
    public void Fail(SubjectFailure failure)
    {
        _failures.Add(failure);
        FailureLog.Add(Folder.Path, failure);
        Observer.Note($"{failure}");
    }

    /// <summary>Whether a failure concerns only one subject. Cancellation, failed writes and lack of memory do not.</summary>
    static bool ConcernsOneSubject(Exception failure) =>
        failure is FileNotFoundException or not (OperationCanceledException or IOException or UnauthorizedAccessException or OutOfMemoryException or RunException { InnerException: IOException });

    public void Dispose()
    {
        Features.Dispose();
        Metrics.Dispose();
        Timings.Dispose();
    }
}
