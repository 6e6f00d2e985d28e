using System.CommandLine;
using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;

namespace SparseGen.Cli.Commands;

/// <summary>The options of both classifier commands.</summary>
sealed class ClassifierOptions
{
    readonly Argument<string> _dataset = new("dataset") { Description = "what is classified" };
    readonly Option<string?> _network = new("--network") { Description = "the network [default: lenet for grey images, resnet20 for colour]" };
    readonly Option<string?> _data = new("--data") { Description = "where the data sets are, each in a folder of its own [default: SPARSEGEN_DATA]", HelpName = "folder" };
    readonly DeviceOptions _device = new();

    public void AddTo(Command command)
    {
        _dataset.AcceptOnlyFromAmong([.. DataFolder.Names]);
        _network.AcceptOnlyFromAmong([.. ClassifierKind.All.Select(kind => kind.Name)]);
        command.Add(_dataset);
        command.Add(_network);
        command.Add(_data);
        _device.AddTo(command);
    }

    /// <summary>The network of the option; null if it is not given.</summary>
    public ClassifierKind? Network(ParseResult parsed) => parsed.GetValue(_network) is { } name ? ClassifierKind.Of(name) : null;

    public DataSet Data(ParseResult parsed) => DataFolder.Find(parsed.GetValue(_data)).Load(parsed.GetValue(_dataset)!);

    public ClassifierTraining Training(ParseResult parsed, DataSet data) => ClassifierTraining.For(data, Network(parsed));

    public Device OpenDevice(ParseResult parsed, TextWriter error) => _device.Open(parsed, error);
}
