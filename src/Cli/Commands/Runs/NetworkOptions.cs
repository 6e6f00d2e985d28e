using System.CommandLine;
using SparseGen.Experiments;

namespace SparseGen.Cli.Commands;

/// <summary>The options that select a trained network of a run.</summary>
sealed class NetworkOptions
{
    readonly Argument<string> _run = new("run") { Description = "the run's folder, finished or not" };
    readonly Option<string?> _subject = new("--subject") { Description = "model and data set, as the run's folders are named: dcgan-cifar10 [default: the only one]", HelpName = "name" };
    readonly Option<ulong?> _seed = new("--seed") { Description = "of the run [default: its first]", HelpName = "number" };
    readonly Option<string?> _curve = new("--curve") { Description = "unpruned, winning, random, … [default: unpruned, or with --round the first of tickets]", HelpName = "name" };
    readonly Option<int?> _round = new("--round") { Description = "of pruning; 0 = unpruned [default: the last that is trained]", HelpName = "number" };

    public void AddTo(Command command)
    {
        command.Add(_run);
        foreach (var option in (ReadOnlySpan<Option>)[_subject, _seed, _curve, _round]) command.Add(option);
    }

    public TrainedNetworkFile Find(ParseResult parsed) => TrainedNetworkFile.Find(
        parsed.GetValue(_run)!,
        new NetworkChoice(parsed.GetValue(_subject), parsed.GetValue(_seed), parsed.GetValue(_curve), parsed.GetValue(_round)));
}
