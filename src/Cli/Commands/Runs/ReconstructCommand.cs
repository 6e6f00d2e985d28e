using System.CommandLine;
using System.Globalization;
using SparseGen.Cli.Display;
using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Fid;
using SparseGen.Models;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen reconstruct RUN PICTURES`</summary>
sealed class ReconstructCommand : Command, IHasExamples
{
    const int GridColumns = 8, BatchSize = 256;

    readonly NetworkOptions _network = new();
    readonly Argument<string> _pictures = new("pictures") { Description = "a picture, a folder of pictures, or a data set (mnist:test); pictures of other sizes are resized whole, antialiased" };
    readonly Option<int?> _count = new("--count") { Description = "only the first so many [default: all, in a grid 64]", HelpName = "number" };
    readonly Option<string> _out = new("--out") { Description = "a new or empty folder for the pictures, or with --grid a file", HelpName = "folder|file", Required = true };
    readonly Option<bool> _grid = new("--grid") { Description = "one picture with all of them, originals above reconstructions" };
    readonly Option<string?> _data = new("--data") { Description = "where the data sets are, each in a folder of its own [default: SPARSEGEN_DATA]", HelpName = "folder" };
    readonly DeviceOptions _device = new();

    public ReconstructCommand(TextWriter output, TextWriter error, Interruption interruption) : base("reconstruct", "Passes pictures through a trained autoencoder of a run and writes what comes out.")
    {
        _network.AddTo(this);
        Add(_pictures);
        _count.Within(1, 100_000_000);
        foreach (var option in (ReadOnlySpan<Option>)[_count, _out, _grid, _data]) Add(option);
        _device.AddTo(this);
        SetAction(parsed => Reconstruct(parsed, output, error, interruption.Token));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples =>
    [
        ("reconstruct runs/fig4-small-0123456789ab mnist:test --curve winning --round 5 --grid --out grid.png", "digits above what the ticket makes of them"),
        ("reconstruct runs/fig5-small-0123456789ab photos --subject vae-cifar10 --out made", "every picture of a folder, under its own name"),
    ];

    void Reconstruct(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var (path, isGrid) = (parsed.GetValue(_out)!, parsed.GetValue(_grid));
        if (isGrid) PictureOutput.RequireFile(path);
        else PictureOutput.RequireEmpty(path);
        var file = _network.Find(parsed);
        var (names, pieces) = Originals(parsed.GetValue(_pictures)!, DataFolder.Find(parsed.GetValue(_data)));
        using var device = _device.Open(parsed, error);
        using var model = file.Load(device);
        if (model is not IReconstructor) throw new UsageException($"{file.Key.Subject} encodes no pictures; 'sparsegen sample' writes what it generates.");
        var count = Math.Min(parsed.GetValue(_count) ?? (isGrid ? GridColumns * GridColumns : names.Count), names.Count);
        if (isGrid && count > PictureOutput.MostInGrid) throw new UsageException($"--count: a grid has at most {PictureOutput.MostInGrid} pictures, not {count}.");

        var (above, below) = (new List<ImageSet>(), new List<ImageSet>());
        var progress = new ProgressLines(error, path, count);
        var done = 0;
        foreach (var piece in pieces.SelectMany(Batches))
        {
            if (cancel.IsCancellationRequested && !isGrid) PictureOutput.WriteStopped(path, done, count, error);
            cancel.ThrowIfCancellationRequested();
            var fitted = FittedImages.Of(piece.Slice(0, Math.Min(piece.Count, count - done)), file.Image[0], file.Pictures[0], file.Pictures[1]);
            var made = Reconstructions.Of(model, fitted.Pad(file.Image[1], file.Image[2])).Crop(file.Pictures[0], file.Pictures[1]);
            if (isGrid) (above, below) = ([.. above, fitted], [.. below, made]);
            else Parallel.For(0, made.Count, i => PictureOutput.Write(Path.Combine(path, names[done + i]), made, i));
            progress.Report(done += made.Count);
            if (done == count) break;
        }
        if (isGrid) PictureOutput.Write(path, ImageGrid.Pairs(ImageSet.Concatenate(above), ImageSet.Concatenate(below), GridColumns));
        output.WriteLine($"{path}: {Plural.Of(count, "picture")} of {file.Pictures[1]}×{file.Pictures[0]} by {file.Key}");
    }

    /// <summary>Splits a piece, which may be a whole data set, into batches.</summary>
    static IEnumerable<ImageSet> Batches(ImageSet piece) =>
        Enumerable.Range(0, (piece.Count + BatchSize - 1) / BatchSize).Select(i => piece.Slice(i * BatchSize, Math.Min(BatchSize, piece.Count - i * BatchSize)));

    /// <summary>Pictures, and the file names of their reconstructions.</summary>
    static (IReadOnlyList<string> Names, IEnumerable<ImageSet> Pieces) Originals(string text, DataFolder data)
    {
        if (File.Exists(text)) return ([Path.ChangeExtension(Path.GetFileName(text), ".png")], ImageFolder.Read([text]));
        if (Directory.Exists(text))
        {
            var files = ImageFolder.Files(text);
            var names = files.Select(file => Path.ChangeExtension(Path.GetRelativePath(text, file), ".png")).ToArray();
            // If two pictures differ only in their extensions, all names keep them.
            return (names.Distinct().Count() == names.Length ? names : [.. files.Select(file => Path.GetRelativePath(text, file) + ".png")], ImageFolder.Read(files));
        }
        try
        {
            var source = ImageSource.Of(text, data);
            return ([.. Enumerable.Range(0, source.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:D5}.png"))], source.Read());
        }
        catch (ArgumentException unknown)
        {
            throw new UsageException(unknown.Message, unknown);
        }
    }
}
