using SparseGen.Experiments;
using SparseGen.Training;
using Spectre.Console;

namespace SparseGen.Cli.Display;

/// <summary>Output for terminals: a line for each round, above a progress bar.</summary>
sealed class TerminalDisplay : IRunObserver
{
    readonly RoundTable _table = new();
    readonly ProgressTask _bar;
    RunProgress? _progress;

    TerminalDisplay(ProgressTask bar) => _bar = bar;

    /// <summary>Shows the bar during the run.</summary>
    public static void Show(Action<IRunObserver> run) => AnsiConsole.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
        .Start(context => run(new TerminalDisplay(context.AddTask("preparing", maxValue: 1))));

    public void Estimated(PlanProgress progress)
    {
        _bar.Value = (double)progress.Done / progress.Total;
        _bar.Description = Markup.Escape($"timing a few steps: {progress.What}");
    }

    public void RunBegins(Plan plan, RunFolder folder)
    {
        _progress = new RunProgress(plan);
        WriteLine($"{(folder.Resumed ? "going on with" : "writing to")} {folder.Path}{_progress.Expectation}");
    }

    public void TrainingBegins(TrainingKey key, Step from, Step to)
    {
        _progress!.Begins(key, from);
        Update();
    }

    public void TrainingSkipped(TrainingKey key)
    {
        _progress!.Skipped(key);
        Update();
    }

    public void Stepped(Trainer trainer)
    {
        _progress!.Stepped(trainer);
        _bar.Value = _progress.Fraction;
        if (trainer.Step.IsEvery(100)) Update();
    }

    public void RoundEnds(RoundResult round)
    {
        foreach (var line in _table.Lines(round)) WriteLine(line);
    }

    public void Note(string text) => AnsiConsole.MarkupLineInterpolated($"[yellow]note:[/] {text}");

    void Update()
    {
        _bar.Value = _progress!.Fraction;
        _bar.Description = Markup.Escape($"{_progress.Description}; {_progress.Remaining}");
    }

    static void WriteLine(string line) => AnsiConsole.WriteLine(line);
}
