using System.CommandLine;
using SparseGen.Bench;
using SparseGen.Bench.Quick;
using SparseGen.Experiments;
using SparseGen.Kernels;

// `dotnet run -c Release --project bench -- --help` lists the quick tools; anything else goes to BenchmarkDotNet,
// such as `-- --filter *Convolution*` or `-- --list flat`.
if (args is ["peak" or "convolution" or "step" or "elementwise" or "inception" or "frechet" or "train" or "ptx" or "table" or "--help" or "-h", ..])
{
    var root = new RootCommand("Quick timings of SparseGen's kernels and training steps, against peaks measured in the same run. Without one of these commands the arguments go to BenchmarkDotNet: try --list flat.")
    {
        PeakCommand.Create(), ConvolutionCommand.Create(), StepCommand.Create(), ElementwiseCommand.Create(),
        InceptionCommand.Create(), FrechetCommand.Create(), TrainCommand.Create(), PtxCommand.Create(), TableCommand.Create(),
    };
    try
    {
        var parsed = root.Parse(args);
        var exitCode = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count > 0 ? 2 : exitCode;
    }
    catch (Exception failure) when (failure is DeviceException or UsageException)
    {
        Console.Error.WriteLine($"error: {failure.Message}");
        return failure is UsageException ? 2 : 1;
    }
}
return Suite.Run(args);
