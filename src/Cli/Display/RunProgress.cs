using System.Globalization;
using SparseGen.Experiments;

namespace SparseGen.Cli.Display;

/// <summary>How much of a run is done, and how long the rest will take at the pace of the steps so far.</summary>
sealed class RunProgress
{
    readonly Dictionary<Place, (long Before, PlannedTraining Training)> _planned = [];
    readonly long _total;
    long _done;
    long _timed;
    double _seconds;
    Place _place;

    public RunProgress(Study study)
    {
        foreach (var training in study.Trainings)
        {
            _planned.Add(training.Place, (_total, training));
            _total += training.Steps;
        }
    }

    /// <summary>"linear-ae-mnist, seed 1, round 3, winning"</summary>
    public string Description => _place.ToString();

    /// <summary>Of all steps.</summary>
    public double Fraction => (double)_done / _total;

    /// <summary>"about 3 min left"</summary>
    public string Remaining
    {
        get
        {
            if (_timed == 0) return "";
            var left = TimeSpan.FromSeconds((_total - _done) * (_seconds / _timed));
            FormattableString words = left switch
            {
                { TotalHours: >= 1 } => $"about {left.TotalHours:F1} h left",
                { TotalMinutes: >= 1 } => $"about {left.TotalMinutes:F0} min left",
                _ => $"about {left.TotalSeconds:F0} s left",
            };
            return words.ToString(CultureInfo.InvariantCulture);
        }
    }

    public void Begins(Place place, Step from)
    {
        var (before, training) = _planned[place];
        _place = place;
        _done = before + from.Index - training.From.Index;
    }

    public void Skipped(Place place)
    {
        var (before, training) = _planned[place];
        _done = before + training.Steps;
    }

    public void Stepped(Trainer trainer)
    {
        _done++;
        _timed++;
        _seconds += trainer.StepTime.TotalSeconds;
    }
}
