using System.CommandLine;
using SparseGen.Experiments;
using SparseGen.Fid;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen fid stats`</summary>
sealed class FidStatsCommand : Command, IHasExamples
{
    readonly Argument<string> _images = new("images") { Description = "a folder of pictures or a data set (cifar10, cifar10:test)" };
    readonly Argument<string> _file = new("file") { Description = "where the statistics are written: .npz with mu and sigma, as pytorch-fid reads it" };
    readonly FeatureOptions _options = new();

    public FidStatsCommand(TextWriter output, TextWriter error, Interruption interruption) : base("stats", "Keeps the statistics of a set of images, so that distances from it take one pass less.")
    {
        foreach (var argument in (ReadOnlySpan<Argument>)[_images, _file]) Add(argument);
        _options.AddTo(this);
        SetAction(parsed => Keep(parsed, output, error, interruption.Token));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples =>
        [("fid stats cifar10 cifar10.npz --inception inception.safetensors", "then 'fid compute cifar10.npz samples/' looks at the samples alone")];

    void Keep(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        _options.RequireConsistent(parsed);
        var path = parsed.GetValue(_file)!;
        var images = _options.Find(parsed, parsed.GetValue(_images)!) ?? throw new UsageException($"{parsed.GetValue(_images)} holds statistics already.");
        using var device = _options.OpenDevice(parsed, error);
        using var network = _options.OpenNetwork(parsed, device, error, cancel);
        var statistics = _options.Extract(parsed, images, network, Kept.Nothing, error, cancel).Statistics;
        StatisticsFile.Write(path, statistics);
        output.WriteLine($"{path}: mean and covariance of {network.FeatureCount:N0} features of {statistics.Count:N0} images ({network.Name})");
    }
}
