using SparseGen.Kernels;
using SparseGen.Kernels.Gpu;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>Devices by their names on the command line.</summary>
public static class Devices
{
    public static IReadOnlyList<string> Names { get; } = ["host", "reference", "cuda"];

    /// <summary>The name of ILGPU's simulated device, which is opened only to check kernels.</summary>
    public const string Simulated = "ilgpu-cpu";

    const int MostThreads = 1024;

    /// <param name="name">one of <see cref="Names"/>, or <see cref="Simulated"/></param>
    /// <param name="threads">threads of the host device; 0 = one for each processor</param>
    /// <param name="note">receives a warning if there are more threads than processors, or if BFloat16 saves no time</param>
    /// <param name="precision">of the networks; Float32 if null</param>
    /// <exception cref="UsageException">There is no such device, its threads cannot be chosen, or it does not compute in that precision.</exception>
    /// <exception cref="DeviceException">The computer has no such device.</exception>
    public static Device Open(string name, int threads, Action<string>? note = null, Precision? precision = null)
    {
        precision ??= Precision.Float32;
        if (precision == Precision.TensorFloat32 && name != "cuda") throw new UsageException($"--precision tf32 is that of a GPU's tensor cores: it needs --device cuda, not {name}.");
        if (precision.Activations is not null && name == "host" && PairUnits.Best == PairUnit.None) note?.Invoke($"--precision {precision} saves memory on this machine, not time: {PairUnits.Reason}");
        if (precision.Activations is not null && name == "cuda" && CudaDeviceInfo.List().Devices is [{ HasTensorCores: false } gpu, ..])
            note?.Invoke($"--precision {precision} saves memory on this GPU, not the time of products: {gpu.Name} has no tensor cores for it; they came with compute capability 8.0, and it has {gpu.Capability}.");
        if (name == "host" && threads > Environment.ProcessorCount && threads <= MostThreads)
            note?.Invoke($"--threads {threads}: this machine has {Plural.Of(Environment.ProcessorCount, "processor")}; more threads than that make every step slower");
        return Open(name, threads, precision.Contractions);
    }

    static Device Open(string name, int threads, ContractionPrecision contractions) => name switch
    {
        _ when threads < 0 => throw new UsageException($"--threads must be at least 0, not {threads}."),
        _ when threads > MostThreads => throw new UsageException($"--threads must be at most {MostThreads}, not {threads}; this machine has {Plural.Of(Environment.ProcessorCount, "processor")}."),
        "host" => Device.Host(threads),
        "reference" when threads is 0 or 1 => Device.Reference(),
        "reference" => throw new UsageException($"--threads {threads}: the reference device computes on one thread."),
        "cuda" when threads is 0 => Device.Cuda(precision: contractions),
        Simulated when threads is 0 => Device.IlgpuCpu(),
        "cuda" or Simulated => throw new UsageException($"--threads {threads}: the device {name} has threads of its own."),
        _ => throw new UsageException($"There is no device '{name}'; there are {string.Join(", ", Names)}.{Suggestion.For(name, Names)}"),
    };
}
