using System.CommandLine;
using System.Globalization;
using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Kernels;

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
        SetAction(parsed => List(parsed.GetValue(kind), output));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("list experiments", "the names that 'run' takes")];

    static string Describe(ModelKind kind)
    {
        using var device = Device.Host(threads: 1);
        using var model = kind.Create(device, 0, kind.Image, new Settings());
        var weights = model.Parameters.Sum(parameter => parameter.Shape.Count);
        return string.Create(CultureInfo.InvariantCulture, $"{kind.Description}; {weights / 1e6:F2} M parameters for images {kind.Image}");
    }

    static void List(string? wanted, TextWriter output)
    {
        foreach (var kind in Kinds.Where(kind => wanted is null || kind == wanted))
        {
            if (wanted is null) output.WriteLine($"{kind}:");
            var entries = kind switch
            {
                "experiments" => Experiment.All.Select(experiment => (experiment.Name, experiment.Description)),
                "models" => ModelKind.All.Select(model => (model.Name, Describe(model))),
                _ => DataFolder.Help.Split('\n').Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts.Length > 1 ? parts[1] : "")),
            };
            foreach (var (name, description) in entries) output.WriteLine($"  {name,-16} {description}");
        }
    }
}
