using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>What a study will cost, training by training, from a few steps of each kind measured on this machine.</summary>
public sealed class Plan
{
    readonly Dictionary<TrainingKey, PlannedCost> _costs = [];

    Plan(Study study, bool isMeasured, IEnumerable<PlannedCost> costs)
    {
        Study = study;
        IsMeasured = isMeasured;
        foreach (var cost in costs) _costs.Add(cost.Training.Key, cost);
    }

    public Study Study { get; }

    /// <summary>Whether the seconds are those of this machine.</summary>
    public bool IsMeasured { get; }

    /// <summary>In the order in which they are done.</summary>
    public IReadOnlyCollection<PlannedCost> Costs => _costs.Values;

    public PlannedCost this[TrainingKey key] => _costs[key];

    /// <summary>Measures. The trainings themselves are not touched.</summary>
    /// <param name="study">whose trainings are planned</param>
    /// <param name="device">that computes</param>
    /// <param name="progress">told of each thing that was timed</param>
    /// <param name="cancel">ends it after a step</param>
    public static Plan Measure(Study study, Device device, Action<PlanProgress>? progress = null, CancellationToken cancel = default)
    {
        var trainings = study.Trainings;
        var probes = trainings.Select(training => training.Setup).Distinct().ToDictionary(setup => setup, setup => new CostProbe(setup, device));
        var timed = trainings.SelectMany(training => probes[training.Setup].Needs(training).Select(what => (training.Setup, What: what))).Distinct().ToArray();
        for (var i = 0; i < timed.Length; i++)
        {
            var (setup, what) = timed[i];
            var seconds = probes[setup].Measure(what, cancel);
            progress?.Invoke(new PlanProgress($"{setup.Name}, {what}", seconds, i + 1, timed.Length));
        }
        return new Plan(study, isMeasured: true, trainings.Select(training => probes[training.Setup].Cost(training)));
    }

    /// <summary>Every step as long as any other: what is assumed where nothing is measured.</summary>
    public static Plan Even(Study study) => new(study, isMeasured: false, study.Trainings.Select(training => new PlannedCost(training, default, training.Steps)));
}

/// <summary>Something that was timed.</summary>
/// <param name="What">"dcgan-cifar10, masks of all as in round 3"</param>
/// <param name="StepSeconds">of a training step</param>
/// <param name="Done">how many things are timed now</param>
/// <param name="Total">how many there are</param>
public readonly record struct PlanProgress(string What, double StepSeconds, int Done, int Total);

/// <summary>What one training costs.</summary>
/// <param name="Work">its arithmetic</param>
/// <param name="Seconds">estimated, the evaluation that follows included</param>
public sealed record PlannedCost(PlannedTraining Training, Work Work, double Seconds);
