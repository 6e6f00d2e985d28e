using SparseGen.Cli;

namespace SparseGen.Tests.Cli;

/// <summary>The command `sparsegen` within the test's process.</summary>
static class InProcess
{
    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
