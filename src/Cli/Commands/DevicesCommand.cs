using System.CommandLine;
using SparseGen.Kernels;
using SparseGen.Kernels.Gpu;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen devices`</summary>
sealed class DevicesCommand : Command, IHasExamples
{
    public DevicesCommand(TextWriter output) : base("devices", "Lists what can compute here, and what is missing where something cannot.") =>
        SetAction(_ => List(output));

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("devices", "whether --device cuda will work")];

    static void List(TextWriter output)
    {
        using (var host = Device.Host())
            output.WriteLine($"host       {Environment.ProcessorCount} processors, vectors of {host.VectorBits} bits; BFloat16 {(host.Pairs == PairUnit.None ? $"widened to Float32, which saves memory, not time: {PairUnits.Reason}" : $"by {PairUnits.Reason}, with code assembled at run time")}");
        output.WriteLine("reference  one thread in Float64, slow: the definition of every operation");
        var (gpus, obstacle) = CudaDeviceInfo.List();
        foreach (var gpu in gpus)
            output.WriteLine($"cuda       {gpu.Name}: compute capability {gpu.Capability}, {gpu.Multiprocessors} multiprocessors at {gpu.Megahertz} MHz, {gpu.Memory / (double)(1 << 30):F1} GiB, driver for CUDA {gpu.Cuda}");
        if (gpus.Count == 0) output.WriteLine($"cuda       none. {obstacle ?? "Kernels can be compiled for no GPU that the driver finds."}");
    }
}
