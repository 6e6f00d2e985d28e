using System.Reflection;

namespace SparseGen.Experiments;

/// <summary>A figure or table of the paper. Every class with an <see cref="ExperimentAttribute"/> is in the catalogue.</summary>
public abstract class Experiment
{
    readonly ExperimentAttribute _entry;

    protected Experiment() => _entry = GetType().GetCustomAttribute<ExperimentAttribute>()
        ?? throw new InvalidOperationException($"{GetType().Name} has no {nameof(ExperimentAttribute)}.");

    /// <summary>Sorted by name.</summary>
    public static IReadOnlyList<Experiment> All { get; } =
    [
        .. typeof(Experiment).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(ExperimentAttribute)))
            .Select(type => (Experiment)Activator.CreateInstance(type)!)
            .OrderBy(experiment => experiment.Name, StringComparer.Ordinal),
    ];

    public string Name => _entry.Name;

    public string Description => _entry.Description;

    /// <exception cref="UsageException">There is no experiment of that name.</exception>
    public static Experiment Find(string name) => All.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new UsageException($"There is no experiment '{name}'; there are {string.Join(", ", All.Select(experiment => experiment.Name))}.");

    /// <summary>The study that the options describe, with data and hyper-parameters.</summary>
    /// <exception cref="UsageException">The options contradict each other or the experiment.</exception>
    public abstract Study Prepare(RunOptions options, RunEnvironment environment);
}
