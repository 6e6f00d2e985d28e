using System.CommandLine;
using SparseGen.Cli.Commands;
using SparseGen.Experiments;

namespace SparseGen.Cli;

/// <summary>The command `sparsegen`: parses, runs, and turns every failure into one message and an exit code.</summary>
public static class CommandLine
{
    /// <returns>0 done, 1 failed, 2 wrong usage, 130 interrupted</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        using var interruption = new Interruption(error);
        var root = Root(output, error, interruption);
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            // If there is a mistyped word, the error that a command is missing is left out.
            var problems = parsed.UnmatchedTokens.Count > 0 ? parsed.Errors.Where(problem => problem.Message.Contains('\'')) : parsed.Errors;
            foreach (var problem in problems) error.WriteLine($"error: {ParseErrors.Explain(problem, parsed)}");
            error.WriteLine($"'{Path(parsed.CommandResult.Command)} --help' says what there is.");
            return ExitCode.WrongUsage;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (UsageException failure)
        {
            error.WriteLine($"error: {failure.Message}");
            return ExitCode.WrongUsage;
        }
        catch (Exception failure)
        {
            error.WriteLine($"error: {FailureText.Of(failure)}");
            return ExitCode.Failure;
        }
    }

    static RootCommand Root(TextWriter output, TextWriter error, Interruption interruption)
    {
        var root = new RootCommand("Trains generative models whose weights are mostly absent, and runs the experiments of \"Winning Lottery Tickets in Deep Generative Models\".")
        {
            new RunCommand(output, error, interruption),
            new PlanCommand(output, error, interruption),
            new ReportCommand(output),
            new SampleCommand(output, error, interruption),
            new ReconstructCommand(output, error, interruption),
            new ListCommand(output),
            new DataCommand(output, error),
            new GradcheckCommand(output),
            new CheckCommand(output),
            new DevicesCommand(output),
            new FidCommand(output, error, interruption),
            new ClassifierCommand(output, error, interruption),
            new FuzzCommand(output, error, interruption),
        };
        ExamplesInHelp.Show(root);
        return root;
    }

    static string Path(Command command) =>
        command is RootCommand ? "sparsegen" : $"{string.Join(' ', command.Parents.OfType<Command>().Select(Path))} {command.Name}";
}
