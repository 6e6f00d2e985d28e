using System.CommandLine;
using System.Globalization;
using SparseGen.Data;
using SparseGen.Experiments;
using SparseGen.Models;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen plan NAME`</summary>
sealed class PlanCommand : Command, IHasExamples
{
    readonly Argument<string> _name = new("experiment") { HelpName = "experiment", Description = $"one of {string.Join(", ", Experiment.All.Select(experiment => experiment.Name))}" };
    readonly OptionsOfRun _options = new();
    readonly PictureOptions _pictures;
    readonly Option<string?> _data = new("--data") { Description = "where the data sets are [default: SPARSEGEN_DATA]", HelpName = "folder" };
    readonly Option<int> _threads = new("--threads") { Description = "threads that compute; 0 = one for every processor", HelpName = "number" };

    public PlanCommand(TextWriter output, TextWriter error, Interruption interruption) : base("plan", "Says what an experiment consists of and how long it will take here, measured by a few steps. Runs nothing.")
    {
        _name.AcceptOnlyFromAmong([.. Experiment.All.Select(experiment => experiment.Name)]);
        Add(_name);
        _options.AddTo(this);
        _pictures = new PictureOptions(error);
        _pictures.AddTo(this);
        Add(_data);
        Add(_threads);
        SetAction(parsed => Write(Measure(parsed, error, interruption.Token), output));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples => [("plan fig4 --dataset mnist --data ~/data --seeds 5", "before an evening is spent on it")];

    Plan Measure(ParseResult parsed, TextWriter error, CancellationToken cancel)
    {
        var options = _options.Read(parsed, parsed.GetValue(_name)!);
        var study = Experiment.Find(options.Experiment).Prepare(options, new RunEnvironment { Data = DataFolder.Find(parsed.GetValue(_data), _pictures.Read(parsed)) });
        using var device = Devices.Open(options.Device, parsed.GetValue(_threads), text => error.WriteLine($"note: {text}"), Precision.Named(options.Precision));
        foreach (var note in study.Notes) error.WriteLine($"note: {note}");
        foreach (var failure in study.Failures) error.WriteLine($"note: {failure}");
        return Plan.Measure(study, device, progress => error.WriteLine(Text($"timed {progress.Done} of {progress.Total}: {progress.What}, {1000 * progress.StepSeconds:G4} ms a step")), cancel);
    }

    static void Write(Plan plan, TextWriter output)
    {
        output.WriteLine($"{plan.Study.Options.Experiment}: {plan.Study.Outline.Description}");
        foreach (var subject in plan.Costs.GroupBy(cost => cost.Training.Setup))
        {
            var settings = subject.Key.Settings;
            output.WriteLine();
            output.WriteLine(Text($"{subject.Key.Name}: {settings.Rounds} rounds of {settings.Fraction:P0}, {settings.Steps.Index:N0} steps of {settings.Batch} images, rewound to step {settings.Rewind}"));
            output.WriteLine(Row("training", "how many", "steps", "FLOP", "executed", "time"));
            foreach (var curve in subject.GroupBy(cost => cost.Training.Key.Curve)) output.WriteLine(Row(curve.Key, [.. curve]));
        }
        output.WriteLine();
        output.WriteLine(Row("all together", plan.Costs));
        output.WriteLine("FLOP: forward and backward, 2 a multiply-add, as if nothing were pruned and with taps in the padding, batch normalisation included, as the paper counts; executed: of surviving weights. Masks are guessed from initial values.");
    }

    static string Row(string name, IReadOnlyCollection<PlannedCost> costs) => Row(
        name,
        Text($"{costs.Count:N0}"),
        Text($"{costs.Sum(cost => (long)cost.Training.Steps):N0}"),
        Text($"{costs.Sum(cost => cost.Work.Dense):0.00e0}"),
        Text($"{costs.Sum(cost => cost.Work.Executed):0.00e0}"),
        Durations.About(costs.Sum(cost => cost.Seconds)));

    static string Row(string name, string count, string steps, string flops, string surviving, string time) =>
        $"  {name,-24} {count,8} {steps,13} {flops,10} {surviving,13}   {time}";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
