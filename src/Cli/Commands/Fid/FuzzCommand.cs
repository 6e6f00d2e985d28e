using System.CommandLine;
using System.Globalization;
using SparseGen.Cli.Display;
using SparseGen.Fid.Fuzzing;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen fuzz`</summary>
sealed class FuzzCommand : Command, IHasExamples
{
    readonly Option<ulong> _seed = new("--seed") { Description = "which damages are done", HelpName = "number", DefaultValueFactory = _ => 1 };
    readonly Option<int> _count = new("--count") { Description = "how many files are damaged and read", HelpName = "number", DefaultValueFactory = _ => 10_000 };
    readonly Option<string?> _out = new("--out") { Description = "keeps the files that were read wrongly", HelpName = "folder" };

    public FuzzCommand(TextWriter output, TextWriter error, Interruption interruption)
        : base("fuzz", "Damages valid files of weights and images at random and reads them: each must give a result or a clear error, soon and without much memory.")
    {
        _count.Within(1, 100_000_000);
        foreach (var option in (ReadOnlySpan<Option>)[_seed, _count, _out]) Add(option);
        SetAction(parsed => Fuzz(parsed, output, error, interruption.Token));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("fuzz --seed 7 --count 10000", "the same files each time")];

    int Fuzz(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var (count, wanted) = (parsed.GetValue(_count), parsed.GetValue(_out));
        var folder = wanted is null ? Directory.CreateTempSubdirectory("sparsegen-fuzz-").FullName : Directory.CreateDirectory(wanted).FullName;
        try
        {
            var report = new Fuzzer(folder, parsed.GetValue(_seed)).Run(count, new ProgressLines(error, "fuzz", count), cancel);
            Write(output, report);
            return report.Failures.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }
        finally
        {
            if (wanted is null) Directory.Delete(folder, recursive: true);
        }
    }

    static void Write(TextWriter output, FuzzReport report)
    {
        output.WriteLine($"{"format",-26}{"read",8}{"refused",10}{"largest file",16}{"most allocated",18}");
        foreach (var (name, tally) in report.Tallies)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-26}{tally.Valid,8:N0}{tally.Refused,10:N0}{tally.LargestFile,16:N0}{tally.LargestAllocation,18:N0}"));
        foreach (var failure in report.Failures) output.WriteLine($"WRONG {failure}");
        output.WriteLine(report.Failures.Count == 0 ? "Every file gave a valid result or a clear error." : string.Create(CultureInfo.InvariantCulture, $"{report.Failures.Count:N0} files were read wrongly."));
    }
}
