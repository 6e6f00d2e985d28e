using System.Diagnostics;
using System.Globalization;
using SparseGen.Experiments;
using SparseGen.Training;

namespace SparseGen.Cli.Display;

/// <summary>Output for files and pipes: a line for each round, and lines of progress at intervals.</summary>
sealed class PlainDisplay(TextWriter output) : IRunObserver
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    readonly RoundTable _table = new();
    RunProgress? _progress;
    long _lastLine = Stopwatch.GetTimestamp();

    public void Estimated(PlanProgress progress)
    {
        if (!IsDue()) return;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    timing a few steps: {progress.Done} of {progress.Total}, {progress.What}"));
    }

    public void RunBegins(Plan plan, RunFolder folder)
    {
        _progress = new RunProgress(plan);
        output.WriteLine($"{(folder.Resumed ? "going on with" : "writing to")} {folder.Path}{_progress.Expectation}");
    }

    public void TrainingBegins(TrainingKey key, Step from, Step to) => _progress!.Begins(key, from);

    public void TrainingSkipped(TrainingKey key) => _progress!.Skipped(key);

    public void Stepped(Trainer trainer)
    {
        _progress!.Stepped(trainer);
        if (!IsDue()) return;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {_progress.Fraction:P0}: {_progress.Description}, step {trainer.Step}, loss {trainer.Loss:G4}; {_progress.Remaining}"));
    }

    public void RoundEnds(RoundResult round)
    {
        foreach (var line in _table.Lines(round)) output.WriteLine(line);
    }

    bool IsDue()
    {
        if (Stopwatch.GetElapsedTime(_lastLine) < Interval) return false;
        _lastLine = Stopwatch.GetTimestamp();
        return true;
    }

    public void Note(string text) => output.WriteLine($"note: {text}");
}
