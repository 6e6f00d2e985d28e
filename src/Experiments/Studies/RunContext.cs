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
    public RunFolder Folder { get; } = folder;

    public Device Device { get; } = device;

    public RunEnvironment Environment { get; } = environment;

    /// <summary>How many threads compute.</summary>
    public int Threads { get; } = device.Name == "reference" ? 1 : environment.Threads == 0 ? System.Environment.ProcessorCount : environment.Threads;

    public IRunObserver Observer { get; } = observer;

    public CancellationToken Cancel { get; } = cancel;

    public MetricsLog Metrics { get; } = new(folder.Path);

    public TimingsLog Timings { get; } = new(folder.Path);

    /// <summary>What images are looked at with.</summary>
    internal FeatureNetworks Features { get; } = new(device, environment.Cache, observer, cancel);

    public void Dispose()
    {
        Features.Dispose();
        Metrics.Dispose();
        Timings.Dispose();
    }
}
