using System.Diagnostics;

namespace SparseGen.Training;

/// <summary>The progress of a training.</summary>
/// <param name="Step">updates made</param>
/// <param name="Steps">number of steps of the whole training</param>
/// <param name="Loss">loss of the last step</param>
/// <param name="Remaining">estimated time of the remaining steps, from the mean time of those made since the training was started or resumed</param>
public readonly record struct TrainingProgress(Step Step, Step Steps, double Loss, TimeSpan Remaining)
{
    /// <summary>A hook that reports after each step.</summary>
    /// <param name="from">step at which the training is started or resumed; time is counted from this call</param>
    /// <param name="steps">number of steps of the whole training</param>
    public static Action<Trainer> Hook(IProgress<TrainingProgress> progress, Step from, Step steps)
    {
        var start = Stopwatch.GetTimestamp();
        return trainer =>
        {
            var pace = Stopwatch.GetElapsedTime(start) / (trainer.Step.Index - from.Index);
            progress.Report(new TrainingProgress(trainer.Step, steps, trainer.Loss, pace * (steps.Index - trainer.Step.Index)));
        };
    }
}
