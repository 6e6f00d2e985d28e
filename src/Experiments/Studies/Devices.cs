using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>Devices by their names on the command line.</summary>
public static class Devices
{
    public static IReadOnlyList<string> Names { get; } = ["host", "reference", "cuda", "cuda-tf32"];

    /// <summary>The name of ILGPU's simulated device, which is opened only to check kernels.</summary>
    public const string Simulated = "ilgpu-cpu";

    const int MostThreads = 1024;

    /// <param name="name">one of <see cref="Names"/>, or <see cref="Simulated"/></param>
    /// <param name="threads">threads of the host device; 0 = one for each processor</param>
    /// <param name="note">receives a warning if there are more threads than processors</param>
    /// <exception cref="UsageException">There is no such device, or its threads cannot be chosen.</exception>
    /// <exception cref="DeviceException">The computer has no such device.</exception>
    public static Device Open(string name, int threads, Action<string>? note = null)
    {
        if (name == "host" && threads > Environment.ProcessorCount && threads <= MostThreads)
            note?.Invoke($"--threads {threads}: this machine has {Plural.Of(Environment.ProcessorCount, "processor")}; more threads than that make every step slower");
        return Open(name, threads);
    }

    static Device Open(string name, int threads) => name switch
    {
        _ when threads < 0 => throw new UsageException($"--threads must be at least 0, not {threads}."),
        _ when threads > MostThreads => throw new UsageException($"--threads must be at most {MostThreads}, not {threads}; this machine has {Plural.Of(Environment.ProcessorCount, "processor")}."),
        "host" => Device.Host(threads),
        "reference" when threads is 0 or 1 => Device.Reference(),
        "reference" => throw new UsageException($"--threads {threads}: the reference device computes on one thread."),
        "cuda" when threads is 0 => Device.Cuda(),
        "cuda-tf32" when threads is 0 => Device.Cuda(precision: ContractionPrecision.TensorFloat32),
        Simulated when threads is 0 => Device.IlgpuCpu(),
        "cuda" or "cuda-tf32" or Simulated => throw new UsageException($"--threads {threads}: the device {name} has threads of its own."),
        _ => throw new UsageException($"There is no device '{name}'; there are {string.Join(", ", Names)}.{Suggestion.For(name, Names)}"),
    };
}
