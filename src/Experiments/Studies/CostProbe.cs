using System.Diagnostics;
using System.Globalization;
using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>
/// Measures time and arithmetic of training steps of one subject: unpruned, and with masks by the magnitudes of the initial values that have
/// the sparsities of some rounds. Other rounds are interpolated. Methods that prune the same components to the same sparsity have the same cost.
/// </summary>
sealed class CostProbe(Setup setup, Device device)
{
    /// <summary>Number of rounds of a method that are measured, including the first and the last.</summary>
    const int MeasuredRounds = 6;

    const int WarmUpSteps = 3, MostSteps = 20;

    /// <summary>Scans before the first at which an early-bird ticket can be found.</summary>
    const int FirstFound = 4;

    /// <summary>The time after which no further step is made, in the warm-up and in the measurement.</summary>
    static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(600);

    readonly Dictionary<Masks, StepCost> _measured = [];
    readonly Dictionary<string, StepCost> _scoring = [];

    /// <summary>Estimated seconds of all evaluations of one training; measured once, since masks hardly change it.</summary>
    double? _evaluationSeconds;

    /// <summary>The masks whose steps have to be measured to estimate a training.</summary>
    public IEnumerable<Masks> MasksFor(PlannedTraining training) => training.Method is null ? [Masks.None] : training.Method is ChannelPruning channels ? [Masks.In(channels.Precision), Narrow(training, channels)] : Ends(training).Select(round => new Masks(training.Method.Components, round)).Distinct();

    /// <param name="cancel">cancels after a step</param>
    /// <returns>the seconds of a step</returns>
    public double Measure(Masks masks, CancellationToken cancel)
    {
        using var model = setup.CreateModel(device, seed: 0);
        model.Precision = masks.Precision ?? model.Precision;
        var settings = setup.Settings;
        if (masks.Compression > 0) ChannelMask.BySmallestScales(ChannelSets.Of(model, new Shape(setup.Train.Channels, setup.Train.Height, setup.Train.Width)), masks.Compression, Components.All, settings.ChannelLeast).Apply();
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

    /// <summary>The cost of a training, from the measured steps.</summary>
    public PlannedCost Cost(PlannedTraining training)
    {
        if (training.Method is ChannelPruning channels) return Cost(training, channels);
        var step = training.Method is null ? _measured[Masks.None] : Between(training);
        var scoring = training.Method is ScorePruning method ? Scoring(method.ScoreOf(setup.Settings)) : default;
        return new PlannedCost(training, training.Steps * step.Work + scoring.Work, training.Steps * step.Seconds + scoring.Seconds + _evaluationSeconds!.Value);
    }

    /// <summary>Work and time of a score before training: measured on one batch, times the number of batches. Magnitudes take no floating-point operations.</summary>
    StepCost Scoring(ScoreKind kind)
    {
        if (!kind.IsOfInitialisation) return default;
        if (_scoring.TryGetValue(kind.Name, out var known)) return known;
        using var model = setup.CreateModel(device, seed: 0);
        using var scope = device.OpenScope();
        var batch = setup.FirstBatches(device, seed: 0, count: 1).ToArray();
        using var log = WorkLog.Begin();
        var start = Stopwatch.GetTimestamp();
        kind.Create(new ScoreContext(batch, Seed: 0, Round: 1)).Score(model);
        var count = setup.Settings.ScoreBatches;
        return _scoring[kind.Name] = new StepCost(count * log.Total, count * Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Of a network that loses channels: an early-bird ticket is assumed to be found at the first mask at which it can be.</summary>
    PlannedCost Cost(PlannedTraining training, ChannelPruning method)
    {
        var (whole, narrow) = (_measured[Masks.In(method.Precision)], _measured[Narrow(training, method)]);
        var before = method.Choice == ChannelChoice.NewNetwork ? 0 : Math.Min(training.Steps, FirstFound * setup.Settings.ChannelScanInterval.Index);
        var after = training.Steps - before;
        return new PlannedCost(training, before * whole.Work + after * narrow.Work, before * whole.Seconds + after * narrow.Seconds + _evaluationSeconds!.Value);
    }

    Masks Narrow(PlannedTraining training, ChannelPruning method) => new(null, 0, setup.Settings.CompressionOf(training.Key.Round), method.Precision);

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

    /// <summary>The number of measurements of a metric in one training.</summary>
    int Evaluations(Metric metric) =>
        1 + (metric.IsOfWholeTraining || setup.EvaluationInterval is not { } interval ? 0 : setup.Settings.Steps.Index / interval);

    /// <summary>Masks whose steps are measured.</summary>
    /// <param name="Components">components that are pruned; null: none</param>
    /// <param name="Round">round whose sparsity the masks have</param>
    /// <param name="Compression">fraction of the channels that is removed</param>
    /// <param name="Precision">number formats; null: those of the run</param>
    public readonly record struct Masks(Components? Components, int Round, double Compression = 0, Precision? Precision = null)
    {
        public static Masks None => default;

        public static Masks In(Precision? precision) => new(null, 0, 0, precision);

        public override string ToString() => What + (Precision is null ? "" : $", in {Precision}");

        string What => Compression > 0 ? string.Create(CultureInfo.InvariantCulture, $"without {Compression:P0} of the channels") : Components is null ? "unpruned" : string.Create(CultureInfo.InvariantCulture, $"masks of {Components} as in round {Round}");
    }

    readonly record struct StepCost(Work Work, double Seconds)
    {
        /// <summary>Interpolates geometrically, since the number of surviving weights decreases geometrically with the round.</summary>
        public static StepCost Between(in StepCost a, in StepCost b, double t) =>
            new(a.Work with { Surviving = Between(a.Work.Surviving, b.Work.Surviving, t) }, Between(a.Seconds, b.Seconds, t));

        static double Between(double a, double b, double t) => a > 0 && b > 0 ? a * Math.Pow(b / a, t) : double.Lerp(a, b, t);
    }
}
