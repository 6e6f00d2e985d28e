using System.CommandLine;
using SparseGen.Kernels.Host;

namespace SparseGen.Bench.Quick;

static class PeakCommand
{
    public static Command Create()
    {
        var json = Common.Json();
        var command = new Command("peak", "The processor's multiply-add rate on one and on all cores, and its copy bandwidth.") { json };
        command.SetAction(result => Run(result.GetValue(json)));
        return command;
    }

    static void Run(bool json)
    {
        var output = new Output(json);
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            using var team = new WorkerTeam(threads);
            var flops = Peak.Flops(team);
            var copy = Peak.Copy(team);
            output.Row(
                $"{threads,3} thread{(threads == 1 ? " " : "s")}  {flops / 1e9,7:F1} GFLOP/s multiply-add  {copy / 1e9,6:F1} GB/s copy (read + write)",
                ("threads", threads), ("gflops", flops / 1e9), ("copy_gb_per_s", copy / 1e9));
        }
    }
}
