using System.CommandLine;
using SparseGen.Cli.Commands;
using SparseGen.Experiments;
using SparseGen.Kernels;

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
            foreach (var problem in parsed.Errors) error.WriteLine($"error: {problem.Message}");
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
            error.WriteLine($"error: {Describe(failure)}");
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

    /// <summary>The message of an expected failure is for people; that of any other needs its kind to be understood.</summary>
    static string Describe(Exception failure) => failure switch
    {
        RunException or DeviceException or FileFormatException or IOException or UnauthorizedAccessException => failure.Message,
        OutOfMemoryException => "there is not enough memory.",
        AggregateException { InnerException: { } inner } => Describe(inner),
        _ => $"{failure.Message} ({failure.GetType().Name})",
    };

    static string Path(Command command) =>
        command is RootCommand ? "sparsegen" : $"{string.Join(' ', command.Parents.OfType<Command>().Select(Path))} {command.Name}";
}
