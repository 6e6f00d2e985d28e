using System.CommandLine;
using System.Diagnostics;
using SparseGen.Cli.Display;
using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Experiments.Report;
using SparseGen.Fid;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen run NAME`</summary>
sealed class RunCommand : Command, IHasExamples
{
    const int MostCheckpointSeconds = 86_400;

    readonly Argument<string> _name = new("experiment") { HelpName = "experiment", Description = $"one of {string.Join(", ", Experiment.All.Select(experiment => experiment.Name))}" };
    readonly OptionsOfRun _options = new();
    readonly PictureOptions _pictures;
    readonly Option<string?> _out = new("--out") { Description = "the run's folder; an unfinished run in it goes on [default: runs/NAME-SCALE-HASH of the options]", HelpName = "folder" };
    readonly Option<string?> _data = new("--data") { Description = "where the data sets are, each in a folder of its own [default: SPARSEGEN_DATA]", HelpName = "folder" };
    readonly Option<string?> _inception = new("--inception") { Description = $"weights of the Inception network: FID and Inception Score are measured, too [default: {InceptionFeatures.Variable}]", HelpName = "file" };
    readonly Option<string?> _classifier = new("--classifier-weights") { Description = $"weights of a published classifier of the data set, that looks at images instead of one that is trained first: {WeightFile.Formats}", HelpName = "file" };
    readonly Option<string?> _reuse = new("--reuse") { Description = "folders of other runs, separated by commas: their finished trainings are taken over where they are the same", HelpName = "folders" };
    readonly Option<int> _threads = new("--threads") { Description = "threads that compute; 0 = one for every processor; the result does not depend on it", HelpName = "number" };
    readonly Option<double> _checkpoints = new("--checkpoint-seconds") { Description = "time between two checkpoints", HelpName = "number", DefaultValueFactory = _ => 10 };

    public RunCommand(TextWriter output, TextWriter error, Interruption interruption) : base("run", "Runs an experiment, or goes on with it where it was stopped.")
    {
        _name.AcceptOnlyFromAmong([.. Experiment.All.Select(experiment => experiment.Name)]);
        Add(_name);
        _options.AddTo(this);
        _pictures = new PictureOptions(error);
        _pictures.AddTo(this);
        _checkpoints.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(result.GetValueOrDefault<double>() is >= 0 and <= MostCheckpointSeconds)) result.AddError($"--checkpoint-seconds: expected a number from 0 to {MostCheckpointSeconds}, found '{result.Tokens[0].Value}'.");
        });
        foreach (var option in (ReadOnlySpan<Option>)[_out, _data, _inception, _classifier, _reuse, _threads, _checkpoints]) Add(option);
        SetAction(parsed => Run(parsed, output, interruption.Token));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples =>
    [
        ("run quickstart", "winning and random tickets of a small autoencoder, with nothing to download"),
        ("run fig4 --dataset mnist --data ~/data --seeds 5", "Figure 4 on MNIST, with error bars over five seeds"),
        ("run figA2 --models conv-ae --classifier-weights resnet20.npz", "Figure A.2 on CIFAR-10, judged by published weights"),
        ("run fig8 --models vae --reuse runs/fig5,runs/fig6", "Figure 8, without training again what those figures trained"),
        ("run fig4 --scale smoke --out /tmp/try", "the same in seconds, to see that everything works"),
    ];

    int Run(ParseResult parsed, TextWriter output, CancellationToken cancel)
    {
        var options = _options.Read(parsed, parsed.GetValue(_name)!);
        var environment = new RunEnvironment
        {
            Command = $"sparsegen {string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value)))}",
            Out = parsed.GetValue(_out),
            Data = DataFolder.Find(parsed.GetValue(_data), _pictures.Read(parsed)),
            Inception = parsed.GetValue(_inception) ?? InceptionFeatures.WeightsOfEnvironment,
            ClassifierWeights = parsed.GetValue(_classifier),
            Reused = parsed.GetValue(_reuse)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            Estimates = options.Scale != Scale.Smoke,
            Threads = parsed.GetValue(_threads),
            CheckpointInterval = TimeSpan.FromSeconds(parsed.GetValue(_checkpoints)),
        };
        var start = Stopwatch.GetTimestamp();
        var folder = environment.FolderOf(options);
        try
        {
            if (output == Console.Out && !Console.IsOutputRedirected) TerminalDisplay.Show(display => Session.Run(options, environment, display, cancel));
            else Session.Run(options, environment, new PlainDisplay(output), cancel);
        }
        catch (OperationCanceledException)
        {
            output.WriteLine($"Stopped; everything done so far is kept in {folder}. The same command goes on with it:");
            output.WriteLine($"  {environment.Command}");
            throw;
        }
        output.WriteLine($"Done in {Durations.Of(Stopwatch.GetElapsedTime(start).TotalSeconds)}. The report is {Path.Combine(folder, ReportPage.FileName)}");
        return ExitCode.Success;
    }

    static string Quoted(string word) => word.Any(char.IsWhiteSpace) ? $"\"{word}\"" : word;
}
