using System.CommandLine;
using System.Globalization;
using SparseGen.Autograd;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen gradcheck`</summary>
sealed class GradcheckCommand : Command, IHasExamples
{
    public GradcheckCommand(TextWriter output) : base("gradcheck", "Compares the gradients of every operation with differences, first and second order, in double.") =>
        SetAction(_ => Check(output));

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("gradcheck", "a line for each operation; fails if any is wrong")];

    static int Check(TextWriter output)
    {
        var failures = 0;
        output.WriteLine($"{"operation",-36} {"first order",12} {"second order",13}");
        foreach (var errors in GradientCheck.All())
        {
            if (!errors.Passed) failures++;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{errors.Name,-36} {errors.First,12:E1} {errors.Second,13:E1}{(errors.Passed ? "" : "  WRONG")}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(failures == 0 ? "All gradients are right" : $"{failures} gradients are wrong")}: relative errors are at most {GradientCheck.Tolerance:E0}{(failures == 0 ? "" : " where they are right")}."));
        return failures == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
