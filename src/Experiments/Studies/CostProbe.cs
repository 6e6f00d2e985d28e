using System.Globalization;
using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>
/// Measures steps of one subject: unpruned, and masked as some rounds will be, by the magnitudes of the initial values. What
/// lies between is interpolated. Methods that prune the same components as far have the same cost.
/// </summary>
sealed class CostProbe(Setup setup, Device device)
{
    /// <summary>Rounds that are measured of a method, the first and the last among them.</summary>
    const int MeasuredRounds = 6;

    const int WarmUpSteps = 3, MostSteps = 20;

    /// <summary>After which no further step is warmed up, or timed.</summary>
    static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(600);

    readonly Dictionary<Masks, StepCost> _measured = [];

    /// <summary>Of one training: measured once, since masks hardly change it.</summary>
    double? _evaluationSeconds;

    /// <summary>What has to be measured for a training.</summary>
    public IEnumerable<Masks> Needs(PlannedTraining training) => training.Method is null ? [Masks.None] : Ends(training).Select(round => new Masks(training.Method.Components, round)).Distinct();

    /// <param name="masks">of the network</param>
    /// <param name="cancel">ends it after a step</param>
    /// <returns>the seconds of a step</returns>
    public double Measure(Masks masks, CancellationToken cancel)
    {
        using var model = setup.CreateModel(device, seed: 0);
        var settings = setup.Settings;
        if (masks.Components is not null) model.Apply(ScorePruning.AtOnce(new Magnitude().Score(model), settings, masks.Round, masks.Components), allowEmptyLayers: true);
        using var trainer = new Trainer(model, setup.Train, settings.Batch, seed: 0);
        Run(WarmUpSteps);
        var (steps, seconds) = Run(MostSteps);
        _measured.Add(masks, new StepCost(setup.WorkOfStep(model), seconds / steps));
        _evaluationSeconds ??= setup.Metrics.Sum(metric => Evaluations(metric) * metric.Estimate(model, setup.Measured));
        return seconds / steps;

        (int Steps, double Seconds) Run(int most)
        {
            var (steps, seconds) = (0, 0.0);
            while (steps < most && seconds < MostTime.TotalSeconds)
            {
                trainer.RunTo(trainer.Step.Next, cancel);
                seconds += trainer.StepTime.TotalSeconds;
                steps++;
            }
            return (steps, seconds);
        }
    }

    /// <summary>From what was measured.</summary>
    public PlannedCost Cost(PlannedTraining training)
    {
        var step = training.Method is null ? _measured[Masks.None] : Between(training);
        return new PlannedCost(training, training.Steps * step.Work, training.Steps * step.Seconds + _evaluationSeconds!.Value);
    }

    StepCost Between(PlannedTraining training)
    {
        var ends = Ends(training);
        var (low, high) = (_measured[new(training.Method!.Components, ends[0])], _measured[new(training.Method.Components, ends[1])]);
        return ends[0] == ends[1] ? low : StepCost.Between(low, high, (double)(training.Key.Round - ends[0]) / (ends[1] - ends[0]));
    }

    /// <summary>The measured rounds below and above that of a training.</summary>
    int[] Ends(PlannedTraining training)
    {
        var (rounds, round) = (setup.Settings.Rounds, training.Key.Round);
        var points = Enumerable.Range(0, MeasuredRounds).Select(i => 1 + (rounds - 1) * i / (MeasuredRounds - 1)).ToArray();
        return [points.Last(point => point <= round), points.First(point => point >= round)];
    }

    /// <summary>How often a metric is measured of one training.</summary>
    int Evaluations(Metric metric) =>
        1 + (metric.IsOfWholeTraining || setup.EvaluationInterval is not { } interval ? 0 : setup.Settings.Steps.Index / interval);

    /// <summary>Masks whose steps are measured.</summary>
    /// <param name="Components">that are pruned; null: none are</param>
    /// <param name="Round">that the sparsity is of</param>
    public readonly record struct Masks(Components? Components, int Round)
    {
        public static Masks None => default;

        public override string ToString() => Components is null ? "unpruned" : string.Create(CultureInfo.InvariantCulture, $"masks of {Components} as in round {Round}");
    }

    readonly record struct StepCost(Work Work, double Seconds)
    {
        /// <summary>Geometric, as what survives shrinks from round to round.</summary>
        public static StepCost Between(in StepCost a, in StepCost b, double t) =>
            new(a.Work with { Surviving = Between(a.Work.Surviving, b.Work.Surviving, t) }, Between(a.Seconds, b.Seconds, t));

        static double Between(double a, double b, double t) => a > 0 && b > 0 ? a * Math.Pow(b / a, t) : double.Lerp(a, b, t);
    }
}
