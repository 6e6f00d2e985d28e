using System.CommandLine;
using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Models;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen check`</summary>
sealed class CheckCommand : Command, IHasExamples
{
    public CheckCommand(TextWriter output) : base("check", "Compares every kernel of a device with its definition, over a table of shapes.")
    {
        var name = new Option<string>("--device") { Description = "the device that is checked", DefaultValueFactory = _ => "host" };
        var threads = new Option<int>("--threads") { Description = "threads that compute; 0 = one for every processor" };
        name.AcceptOnlyFromAmong([.. Devices.Names, Devices.Simulated]);
        var precision = new Option<string?>("--precision") { Description = "number formats: float32, bfloat16, mixed or tf32; those that the device has, tf32 excepted, if it is not given" };
        precision.AcceptOnlyFromAmong([.. Precision.All.Select(precision => precision.Name)]);
        Add(name);
        Add(precision);
        Add(threads);
        SetAction(parsed => Check(parsed.GetValue(name)!, parsed.GetValue(precision), parsed.GetValue(threads), output));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples =>
    [
        ("check --device host", "on a machine without a test runner"),
        ("check --precision bfloat16", "activations in BFloat16, by the code that is assembled for this processor"),
        ("check --device ilgpu-cpu", "the GPU's kernels, small shapes, without a GPU"),
    ];

    static int Check(string name, string? precision, int threads, TextWriter output)
    {
        using var tested = Devices.Open(name, threads, precision: precision is null ? null : Precision.Named(precision));
        using var reference = Device.Reference();
        bool IsWanted(ContractCase row) => (precision is null || row.Format == Precision.Named(precision)!.Activations) && (name != Devices.Simulated || ContractCheck.IsSmall(row, reference));
        return Conclude([.. ContractCheck.Run(tested, reference, IsWanted)], precision is null ? name : $"{name} in {precision}", output);
    }

    /// <returns>the exit code</returns>
    internal static int Conclude(IReadOnlyList<CheckResult> results, string name, TextWriter output)
    {
        foreach (var operation in results.GroupBy(result => result.Case.Format is null ? result.Case.Operation : $"{result.Case.Operation}, {result.Case.Format}"))
        {
            var worst = operation.MaxBy(result => result.Error);
            output.WriteLine($"{operation.Key,-40} {operation.Count(result => result.Passed),5} of {operation.Count(),5} pass; largest error {worst.Error:0.0E-00} of {worst.Case.Tolerance:0E-00}");
        }
        var failures = results.Where(result => !result.Passed).ToArray();
        foreach (var failure in failures) output.WriteLine($"WRONG {failure}");
        output.WriteLine(failures.Length == 0 ? $"All {results.Count:N0} rows pass on {name}." : $"{failures.Length:N0} of {results.Count:N0} rows fail on {name}.");
        return failures.Length == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
