using System.CommandLine;
using System.Globalization;
using SparseGen.Experiments;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen list channels MODEL`</summary>
sealed class ListChannelsCommand : Command, IHasExamples
{
    public ListChannelsCommand(TextWriter output) : base("channels", "Lists the sets of channels of a model that can be removed, with the entries that go with them.")
    {
        var model = new Argument<string>("model") { Description = string.Join(", ", ModelKind.All.Select(kind => kind.Name)) };
        model.AcceptOnlyFromAmong([.. ModelKind.All.Select(kind => kind.Name)]);
        Add(model);
        SetAction(parsed => List(ModelKind.All.First(kind => kind.Name == parsed.GetValue(model)), output));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("list channels resnet-dcgan", "sets that residual sums join")];

    static void List(ModelKind kind, TextWriter output)
    {
        using var device = Device.Host();
        using var model = kind.Create(device, 0, kind.Image, new Settings());
        var sets = ChannelSets.Of(model, kind.Image);
        foreach (var set in sets.All)
        {
            var norms = set.Scales.Count == 0 ? "no batch norm: stays whole" : string.Create(CultureInfo.InvariantCulture, $"scored by {set.Scales.Count} batch norm{(set.Scales.Count == 1 ? "" : "s")}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set.Name}: {set.Count} channels, {norms}"));
            foreach (var member in set.Members)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {member.Path}, axis {member.Axis}{(member.EntriesPerChannel == 1 ? "" : $", {member.EntriesPerChannel} entries a channel")}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Plural.Of(sets.All.Count, "set")}, {Plural.Of(sets.All.Sum(set => set.Count), "channel")}, of which {sets.All.Where(set => set.Scales.Count > 0).Sum(set => set.Count)} have a batch norm"));
    }
}
