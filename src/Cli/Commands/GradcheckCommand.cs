using System.CommandLine;
using System.Globalization;
using SparseGen.Autograd;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen gradcheck`</summary>
sealed class GradcheckCommand : Command, IHasExamples
{
    public GradcheckCommand(TextWriter output) : base("gradcheck", "Compares the gradients of every operation with differences, first and second order, in double.") =>
        SetAction(_ => Conclude(GradientCheck.All(), output));

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("gradcheck", "a line for each operation; fails if any is wrong")];

    /// <returns>the exit code</returns>
    internal static int Conclude(IEnumerable<GradientErrors> operations, TextWriter output)
    {
        var failures = 0;
        output.WriteLine($"{"operation",-36} {"first order",12} {"second order",13}");
        foreach (var errors in operations)
        {
            if (!errors.Passed) failures++;
            output.WriteLine(Text($"{errors.Name,-36} {errors.First,12:0.0E-00} {errors.Second,13:0.0E-00}{(errors.Passed ? "" : "  WRONG")}"));
        }
        var verdict = failures == 0 ? "All gradients are right" : Text($"{failures} gradients are wrong");
        output.WriteLine(Text($"{verdict}; right is a relative error of at most {GradientCheck.Tolerance:0E-00}."));
        return failures == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
