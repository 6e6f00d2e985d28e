using SparseGen.Kernels;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>
/// Measures steps of one subject: unpruned, and masked as some rounds of each chain will be, by the magnitudes of the
/// initial values. What lies between is interpolated.
/// </summary>
sealed class CostProbe(Setup setup, Device device, WatchedKernels watch)
{
    /// <summary>Rounds that are measured of a chain, the first and the last among them.</summary>
    const int MeasuredRounds = 6;

    const int WarmUpSteps = 3, MostSteps = 20;

    static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(600);

    readonly Dictionary<(Chain? Chain, int Round), StepCost> _measured = [];

    public PlannedCost Cost(PlannedTraining training)
    {
        var step = training.Chain is null ? Measured(null, 0) : Between(training.Chain, training.Place.Round);
        return new PlannedCost(training, training.Steps * step.Flops, training.Steps * step.SurvivingFlops, training.Steps * step.Seconds + step.EvaluationSeconds);
    }

    StepCost Between(Chain chain, int round)
    {
        var rounds = setup.Settings.Rounds;
        var points = Enumerable.Range(0, MeasuredRounds).Select(i => 1 + (rounds - 1) * i / (MeasuredRounds - 1)).Distinct().ToArray();
        var below = points.Last(point => point <= round);
        var above = points.First(point => point >= round);
        var (low, high) = (Measured(chain, below), Measured(chain, above));
        return below == above ? low : StepCost.Between(low, high, (double)(round - below) / (above - below));
    }

    StepCost Measured(Chain? chain, int round)
    {
        if (!_measured.TryGetValue((chain, round), out var cost)) _measured.Add((chain, round), cost = Measure(chain, round));
        return cost;
    }

    StepCost Measure(Chain? chain, int round)
    {
        using var model = setup.CreateModel(device, seed: 0);
        var settings = setup.Settings;
        if (chain is not null) model.Apply(Mask.AfterRounds(new Magnitude().Score(model), settings.Fraction, round, chain.Components, settings.Pool), allowEmptyLayers: true);
        using var trainer = new Trainer(model, setup.Train, settings.Batch, seed: 0);
        trainer.RunTo(WarmUpSteps);
        watch.Reset();
        var (seconds, steps) = (0.0, 0);
        while (steps < MostSteps && seconds < MostTime.TotalSeconds)
        {
            trainer.RunTo(trainer.Step.Next);
            seconds += trainer.StepTime.TotalSeconds;
            steps++;
        }
        var (flops, surviving) = (watch.Flops / steps, watch.SurvivingFlops / steps);
        return new StepCost(flops, surviving, seconds / steps, setup.Metrics.Sum(metric => Evaluations(metric) * metric.Estimate(model, setup)));
    }

    /// <summary>How often a metric is measured of one training.</summary>
    int Evaluations(Metric metric) =>
        1 + (metric.IsOfWholeTraining || setup.EvaluationInterval is not { } interval ? 0 : setup.Settings.Steps.Index / interval);

    readonly record struct StepCost(double Flops, double SurvivingFlops, double Seconds, double EvaluationSeconds)
    {
        /// <summary>Geometric, as what survives shrinks from round to round.</summary>
        public static StepCost Between(in StepCost a, in StepCost b, double t) => new(
            Between(a.Flops, b.Flops, t),
            Between(a.SurvivingFlops, b.SurvivingFlops, t),
            Between(a.Seconds, b.Seconds, t),
            Between(a.EvaluationSeconds, b.EvaluationSeconds, t));

        static double Between(double a, double b, double t) => a > 0 && b > 0 ? a * Math.Pow(b / a, t) : double.Lerp(a, b, t);
    }
}
