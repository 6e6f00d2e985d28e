using System.CommandLine;
using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Fid;
using SparseGen.Kernels;

namespace SparseGen.Cli.Commands;

/// <summary>What both commands ask for.</summary>
sealed class ClassifierOptions
{
    readonly Argument<string> _dataset = new("dataset") { Description = "what is classified" };
    readonly Option<string?> _network = new("--network") { Description = "the network [default: lenet for grey images, resnet20 for colour]" };
    readonly Option<string?> _data = new("--data") { Description = "where the data sets are, each in a folder of its own [default: SPARSEGEN_DATA]", HelpName = "folder" };
    readonly Option<string> _device = new("--device") { Description = "what computes", DefaultValueFactory = _ => "host" };
    readonly Option<int> _threads = new("--threads") { Description = "threads that compute; 0 = one for every processor", HelpName = "number" };

    public void AddTo(Command command)
    {
        _dataset.AcceptOnlyFromAmong([.. DataFolder.Names]);
        _network.AcceptOnlyFromAmong([.. ClassifierKind.All.Select(kind => kind.Name)]);
        _device.AcceptOnlyFromAmong([.. Devices.Names]);
        command.Add(_dataset);
        foreach (var option in (ReadOnlySpan<Option>)[_network, _data, _device, _threads]) command.Add(option);
    }

    /// <summary>The network that was asked for; null if none was.</summary>
    public ClassifierKind? Network(ParseResult parsed) => parsed.GetValue(_network) is { } name ? ClassifierKind.Of(name) : null;

    public DataSet Data(ParseResult parsed) => DataFolder.Find(parsed.GetValue(_data)).Load(parsed.GetValue(_dataset)!);

    public ClassifierTraining Training(ParseResult parsed, DataSet data) => ClassifierTraining.For(data, Network(parsed));

    public Device OpenDevice(ParseResult parsed) => Devices.Open(parsed.GetValue(_device)!, parsed.GetValue(_threads));
}
