using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>What a study will cost, training by training, from a few steps of each kind measured on this machine.</summary>
public sealed class Plan
{
    readonly Dictionary<Place, PlannedCost> _costs = [];

    Plan(Study study, bool isMeasured, IEnumerable<PlannedCost> costs)
    {
        Study = study;
        IsMeasured = isMeasured;
        foreach (var cost in costs) _costs.Add(cost.Training.Place, cost);
    }

    public Study Study { get; }

    /// <summary>Whether the seconds are those of this machine.</summary>
    public bool IsMeasured { get; }

    /// <summary>In the order in which they are done.</summary>
    public IReadOnlyCollection<PlannedCost> Costs => _costs.Values;

    public PlannedCost this[Place place] => _costs[place];

    /// <summary>Measures. The trainings themselves are not touched.</summary>
    public static Plan Measure(Study study, Device device, CancellationToken cancel = default)
    {
        var watch = new WatchedKernels(device.Kernels);
        var watched = device.With(watch);
        var probes = new Dictionary<Setup, CostProbe>();
        var costs = new List<PlannedCost>();
        foreach (var training in study.Trainings)
        {
            cancel.ThrowIfCancellationRequested();
            if (!probes.TryGetValue(training.Setup, out var probe)) probes.Add(training.Setup, probe = new CostProbe(training.Setup, watched, watch));
            costs.Add(probe.Cost(training));
        }
        return new Plan(study, isMeasured: true, costs);
    }

    /// <summary>Every step as long as any other: what is assumed where nothing is measured.</summary>
    public static Plan Even(Study study) => new(study, isMeasured: false, study.Trainings.Select(training => new PlannedCost(training, 0, 0, training.Steps)));
}

/// <summary>What one training costs.</summary>
/// <param name="Flops">of its contractions, 2 × multiply-adds as if nothing were pruned</param>
/// <param name="SurvivingFlops">the same with the surviving weights alone</param>
/// <param name="Seconds">estimated, the evaluation that follows included</param>
public sealed record PlannedCost(PlannedTraining Training, double Flops, double SurvivingFlops, double Seconds);
