using System.CommandLine;
using SparseGen.Cli.Display;
using SparseGen.Data;
using SparseGen.Experiments;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen list`</summary>
sealed class ListCommand : Command, IHasExamples
{
    static readonly string[] Kinds = ["experiments", "models", "data"];

    public ListCommand(TextWriter output) : base("list", "Lists what there is.")
    {
        var kind = new Argument<string?>("what") { Description = "experiments, models or data; all of them if absent", Arity = ArgumentArity.ZeroOrOne };
        kind.AcceptOnlyFromAmong(Kinds);
        Add(kind);
        Add(new ListChannelsCommand(output));
        SetAction(parsed => List(parsed.GetValue(kind), output));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("list experiments", "the names that 'run' takes"), ("list models", "sizes and work, beside the paper's figures"), ("list channels dcgan", "the sets of channels that can be removed")];

    static void List(string? wanted, TextWriter output)
    {
        foreach (var kind in Kinds.Where(kind => wanted is null || kind == wanted))
        {
            if (wanted is null) output.WriteLine($"{kind}:");
            var lines = kind switch
            {
                "experiments" => Experiment.All.Select(experiment => Entry(experiment.Name, experiment.Description)),
                "models" => ModelTable.Lines(ModelKind.All),
                _ => DataFolder.Help.Split('\n').Select(line => line.Split(": ", 2)).Select(parts => Entry(parts[0], parts.Length > 1 ? parts[1] : "")),
            };
            foreach (var line in lines) output.WriteLine($"  {line}");
        }
    }

    static string Entry(string name, string description) => $"{name,-16} {description}";
}
