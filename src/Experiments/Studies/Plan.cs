using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>The estimated cost of each training of a study, from a few steps of each kind measured on this machine.</summary>
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

    /// <summary>Whether the seconds were measured on this machine; otherwise they are numbers of steps.</summary>
    public bool IsMeasured { get; }

    /// <summary>In the order of the trainings.</summary>
    public IReadOnlyCollection<PlannedCost> Costs => _costs.Values;

    public PlannedCost this[TrainingKey key] => _costs[key];

    /// <summary>Measures the costs. The trainings of the study are neither run nor changed.</summary>
    /// <param name="progress">receives each measurement</param>
    /// <param name="cancel">cancels after a step</param>
    public static Plan Measure(Study study, Device device, Action<PlanProgress>? progress = null, CancellationToken cancel = default)
    {
        var trainings = study.Trainings;
        var probes = trainings.Select(training => training.Setup).Distinct().ToDictionary(setup => setup, setup => new CostProbe(setup, device));
        var timed = trainings.SelectMany(training => probes[training.Setup].MasksFor(training).Select(what => (training.Setup, What: what))).Distinct().ToArray();
        for (var i = 0; i < timed.Length; i++)
        {
            var (setup, what) = timed[i];
            var seconds = probes[setup].Measure(what, cancel);
            progress?.Invoke(new PlanProgress($"{setup.Name}, {what}", seconds, i + 1, timed.Length));
        }
        return new Plan(study, isMeasured: true, trainings.Select(training => probes[training.Setup].Cost(training)));
    }

    /// <summary>A plan without measurements, in which all steps take the same time.</summary>
    public static Plan Even(Study study) => new(study, isMeasured: false, study.Trainings.Select(training => new PlannedCost(training, default, training.Steps)));
}

/// <summary>A measurement for a plan.</summary>
/// <param name="What">"dcgan-cifar10, masks of all as in round 3"</param>
/// <param name="StepSeconds">seconds of a training step</param>
/// <param name="Done">number of measurements so far</param>
/// <param name="Total">number of all measurements</param>
public readonly record struct PlanProgress(string What, double StepSeconds, int Done, int Total);

/// <summary>The estimated cost of one training.</summary>
/// <param name="Work">its floating-point operations</param>
/// <param name="Seconds">including the evaluation at its end</param>
public sealed record PlannedCost(PlannedTraining Training, Work Work, double Seconds);
