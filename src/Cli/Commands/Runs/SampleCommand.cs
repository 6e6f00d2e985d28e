using System.CommandLine;
using System.Globalization;
using SparseGen.Cli.Display;
using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Models;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen sample RUN`</summary>
sealed class SampleCommand : Command, IHasExamples
{
    const int MostSamples = 10_000_000, StandardGrid = 64, StandardCount = 10_000, GridColumns = 8;

    readonly NetworkOptions _network = new();
    readonly Option<int?> _count = new("--count") { Description = $"how many pictures [default: {StandardCount}, in a grid {StandardGrid}]", HelpName = "number" };
    readonly Option<string> _out = new("--out") { Description = "a new or empty folder for the pictures, or with --grid a file", HelpName = "folder|file", Required = true };
    readonly Option<bool> _grid = new("--grid") { Description = "one picture with all of them" };
    readonly Option<ulong?> _latentSeed = new("--latent-seed") { Description = "of the latent vectors [default: the network's own, as its metrics were measured]", HelpName = "number" };
    readonly DeviceOptions _device = new();

    public SampleCommand(TextWriter output, TextWriter error, Interruption interruption) : base("sample", "Writes pictures that a trained network or ticket of a run generates.")
    {
        _network.AddTo(this);
        _count.Within(1, MostSamples);
        foreach (var option in (ReadOnlySpan<Option>)[_count, _out, _grid, _latentSeed]) Add(option);
        _device.AddTo(this);
        SetAction(parsed => Sample(parsed, output, error, interruption.Token));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples =>
    [
        ("sample runs/fig6-small-0123456789ab --subject dcgan-cifar10 --curve winning --round 5 --count 10000 --out samples", "then 'fid compute cifar10 samples' measures them"),
        ("sample runs/fig6-small-0123456789ab --subject dcgan-cifar10 --grid --out grid.png", "64 pictures to look at"),
    ];

    void Sample(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var (path, isGrid) = (parsed.GetValue(_out)!, parsed.GetValue(_grid));
        var count = parsed.GetValue(_count) ?? (isGrid ? StandardGrid : StandardCount);
        if (isGrid && count > PictureOutput.MostInGrid) throw new UsageException($"--count: a grid has at most {PictureOutput.MostInGrid} pictures, not {count}.");
        if (isGrid) PictureOutput.RequireFile(path);
        else PictureOutput.RequireEmpty(path);
        var file = _network.Find(parsed);
        using var device = _device.Open(parsed, error);
        using var model = file.Load(device);
        if (model is not IGenerator) throw new UsageException($"{file.Key.Subject} has no distribution of latent vectors to generate from; 'sparsegen reconstruct' passes pictures through it.");
        var pieces = Samples.Of(model, parsed.GetValue(_latentSeed) ?? file.Key.Seed, count).Select(piece => piece.Crop(file.Pictures[0], file.Pictures[1]));
        if (isGrid) PictureOutput.Write(path, ImageGrid.Of(ImageSet.Concatenate([.. pieces]), count, GridColumnsFor(count)));
        else Write(path, pieces, count, error, cancel);
        output.WriteLine($"{path}: {Plural.Of(count, "picture")} of {file.Pictures[1]}×{file.Pictures[0]} by {file.Key}");
    }

    static void Write(string folder, IEnumerable<ImageSet> pieces, int count, TextWriter error, CancellationToken cancel)
    {
        var progress = new ProgressLines(error, folder, count);
        var (done, digits) = (0, Math.Max(5, (count - 1).ToString(CultureInfo.InvariantCulture).Length));
        foreach (var piece in pieces)
        {
            var start = done;
            Parallel.For(0, piece.Count, i => PictureOutput.Write(Path.Combine(folder, $"{(start + i).ToString($"D{digits}", CultureInfo.InvariantCulture)}.png"), piece, i));
            progress.Report(done += piece.Count);
            if (cancel.IsCancellationRequested && done < count) PictureOutput.WriteStopped(folder, done, count, error);
            cancel.ThrowIfCancellationRequested();
        }
    }

    static int GridColumnsFor(int count) => count <= GridColumns * GridColumns ? GridColumns : (int)Math.Ceiling(Math.Sqrt(count));
}
