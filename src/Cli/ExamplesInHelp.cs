using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SparseGen.Cli;

/// <summary>Commands whose help ends with examples.</summary>
interface IHasExamples
{
    /// <summary>The arguments after "sparsegen ", and what the command does.</summary>
    IReadOnlyList<(string Command, string Purpose)> Examples { get; }
}

/// <summary>Writes the generated help, and the examples after it.</summary>
sealed class ExamplesInHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    public static void Show(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new ExamplesInHelp((SynchronousCommandLineAction)option.Action!);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parsed)
    {
        var code = help.Invoke(parsed);
        if (parsed.CommandResult.Command is not IHasExamples { Examples: var examples }) return code;
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var (command, purpose) in examples)
        {
            output.WriteLine($"  sparsegen {command}");
            output.WriteLine($"      {purpose}");
        }
        output.WriteLine();
        return code;
    }
}
