using System.Diagnostics;
using System.Globalization;
using SparseGen.Training;

namespace SparseGen.Cli.Display;

/// <summary>Says now and then how far a pass over images or files is, or the training of a classifier.</summary>
/// <param name="error">beside the results</param>
/// <param name="what">"cifar10 train"</param>
/// <param name="total">of images or files</param>
sealed class ProgressLines(TextWriter error, string what, int? total = null) : IProgress<int>, IProgress<TrainingProgress>
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    readonly long _start = Stopwatch.GetTimestamp();
    long _spoken = Stopwatch.GetTimestamp();

    /// <summary>Images or files.</summary>
    public void Report(int done)
    {
        if (IsDue()) Say($"{what}: {done:N0} of {total:N0}, {done / Stopwatch.GetElapsedTime(_start).TotalSeconds:F1} a second");
    }

    /// <summary>Steps of a training.</summary>
    public void Report(TrainingProgress progress)
    {
        if (IsDue()) Say($"training {what}: step {progress.Step.Index:N0} of {progress.Steps.Index:N0}, loss {progress.Loss:F3}; {Durations.About(progress.Remaining.TotalSeconds)} left");
    }

    bool IsDue()
    {
        if (Stopwatch.GetElapsedTime(_spoken) < Interval) return false;
        _spoken = Stopwatch.GetTimestamp();
        return true;
    }

    void Say(FormattableString line) => error.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
