using System.CommandLine;
using SparseGen.Kernels.Gpu;

namespace SparseGen.Bench.Quick;

/// <summary>The GPU's kernels as text, for an assembler.</summary>
static class PtxCommand
{
    static readonly int[] Capabilities = [70, 80, 90];

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Where a folder for each compute capability is written: sm_70, sm_80, sm_90." };
        var command = new Command("ptx", "Compiles every kernel of the GPU to PTX, which needs no GPU.") { folder };
        command.SetAction(result => Run(result.GetValue(folder)!));
        return command;
    }

    static void Run(DirectoryInfo folder)
    {
        foreach (var capability in Capabilities)
        {
            var target = folder.CreateSubdirectory($"sm_{capability}");
            var jobs = JobCatalogue.All.Where(job => Ptx.LeastCapability(job) <= capability).ToArray();
            Parallel.ForEach(jobs, job => File.WriteAllText(Path.Combine(target.FullName, $"{JobCatalogue.Name(job)}.ptx"), Ptx.Compile(job, capability)));
            Console.WriteLine($"{target.FullName}: {jobs.Length} kernels");
        }
    }
}
