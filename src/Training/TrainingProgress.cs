using System.Diagnostics;

namespace SparseGen.Training;

/// <summary>How far a training is.</summary>
/// <param name="Step">updates made</param>
/// <param name="Steps">of the whole training</param>
/// <param name="Loss">of the last step</param>
/// <param name="Remaining">the time that the other steps take, at the mean pace of those made since the training was started or resumed</param>
public readonly record struct TrainingProgress(Step Step, Step Steps, double Loss, TimeSpan Remaining)
{
    /// <summary>A hook that reports after each step.</summary>
    /// <param name="progress">is told</param>
    /// <param name="from">the step at which the training is started or resumed, now</param>
    /// <param name="steps">of the whole training</param>
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
