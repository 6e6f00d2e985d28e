using SparseGen.Experiments;
using SparseGen.Training;

namespace SparseGen.Cli.Display;

/// <summary>The progress of a run and its remaining time: the planned time, scaled by the measured time of the steps so far.</summary>
sealed class RunProgress
{
    readonly Plan _plan;
    readonly Dictionary<TrainingKey, double> _before = [];
    readonly double _total;
    double _done;
    double _plannedForTimed;
    double _timed;
    PlannedCost? _current;

    public RunProgress(Plan plan)
    {
        _plan = plan;
        foreach (var cost in plan.Costs)
        {
            _before.Add(cost.Training.Key, _total);
            _total += cost.Seconds;
        }
    }

    /// <summary>", about 3 min" to be appended to a line; empty if the plan is not measured.</summary>
    public string Expectation => _plan.IsMeasured ? $", {Durations.About(_total)}" : "";

    /// <summary>"linear-ae-mnist, seed 1, round 3, winning"</summary>
    public string Description => _current?.Training.Key.ToString() ?? "";

    /// <summary>The fraction of the planned time that is done.</summary>
    public double Fraction => Math.Clamp(_done / _total, 0, 1);

    /// <summary>"about 3 min left"</summary>
    public string Remaining => _timed == 0 ? "" : $"{Durations.About(Math.Max(0, _total - _done) * _timed / _plannedForTimed)} left";

    public void Begins(TrainingKey key, Step from)
    {
        _current = _plan[key];
        _done = _before[key] + PerStep(_current) * (from.Index - _current.Training.From.Index);
    }

    public void Skipped(TrainingKey key) => _done = _before[key] + _plan[key].Seconds;

    public void Stepped(Trainer trainer)
    {
        var planned = PerStep(_current!);
        _done += planned;
        _plannedForTimed += planned;
        _timed += trainer.StepTime.TotalSeconds;
    }

    static double PerStep(PlannedCost cost) => cost.Seconds / cost.Training.Steps;
}
