using System.Diagnostics;
using System.Globalization;
using SparseGen.Training;

namespace SparseGen.Cli.Display;

/// <summary>Writes lines of progress at intervals, for a pass over images or files or for the training of a classifier.</summary>
/// <param name="error">receives the lines, which are no results</param>
/// <param name="what">"cifar10 train"</param>
/// <param name="total">number of images or files</param>
sealed class ProgressLines(TextWriter error, string what, int? total = null) : IProgress<int>, IProgress<TrainingProgress>
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    readonly long _start = Stopwatch.GetTimestamp();
    long _lastLine = Stopwatch.GetTimestamp();

    /// <summary>The progress of a pass over images or files.</summary>
    public void Report(int done)
    {
        if (IsDue()) WriteLine($"{what}: {done:N0} of {total:N0}, {done / Stopwatch.GetElapsedTime(_start).TotalSeconds:F1} a second");
    }

    /// <summary>The progress of a training.</summary>
    public void Report(TrainingProgress progress)
    {
        if (IsDue()) WriteLine($"training {what}: step {progress.Step.Index:N0} of {progress.Steps.Index:N0}, loss {progress.Loss:F3}; {Durations.About(progress.Remaining.TotalSeconds)} left");
    }

    bool IsDue()
    {
        if (Stopwatch.GetElapsedTime(_lastLine) < Interval) return false;
        _lastLine = Stopwatch.GetTimestamp();
        return true;
    }

    void WriteLine(FormattableString line) => error.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
