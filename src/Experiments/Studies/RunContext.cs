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

    /// <summary>How many threads of this computer compute; 0 where a device has threads of its own.</summary>
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

    /// <summary>What other runs have done already.</summary>
    internal FinishedRuns Finished { get; } = new(environment.Reused, folder.Manifest);

    /// <summary>The networks in whose features images are compared.</summary>
    internal FeatureNetworks Features { get; } = new(device, environment.Cache.Noting(observer.Note), observer.Note, cancel);

    /// <summary>Subjects that could not go on.</summary>
    public IReadOnlyList<SubjectFailure> Failures => _failures;

    /// <summary>Does something of one subject. If it fails for a reason that need not stop others, it is recorded and shown, and this returns.</summary>
    public void Attempt(string subject, Action action)
    {
        try
        {
            action();
            HasDone = true;
        }
        catch (Exception failure) when (IsOwn(failure))
        {
            Fail(new SubjectFailure(subject, FailureText.Of(failure)));
        }
    }

    /// <summary>Whether anything was done to its end.</summary>
    public bool HasDone { get; private set; }

    /// <summary>Records and shows a failure.</summary>
    public void Fail(SubjectFailure failure)
    {
        _failures.Add(failure);
        FailureLog.Add(Folder.Path, failure);
        Observer.Note($"{failure}");
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
