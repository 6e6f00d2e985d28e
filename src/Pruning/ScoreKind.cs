using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>The registered scores by name, for the option --score: those of this library, and those that are added by <see cref="Add"/>.</summary>
/// <param name="Name">"snip"</param>
/// <param name="IsOfInitialisation">whether the score is computed of the network before training; otherwise of the trained one</param>
/// <param name="Create">makes the score</param>
public sealed record ScoreKind(string Name, bool IsOfInitialisation, Func<ScoreContext, IScore> Create)
{
    static readonly List<ScoreKind> s_all =
    [
        new("magnitude", IsOfInitialisation: false, _ => new Magnitude()),
        new("snip", IsOfInitialisation: true, context => new Snip(context.Batches)),
        new("grasp", IsOfInitialisation: true, context => new Grasp(context.Batches)),
        new("random", IsOfInitialisation: true, context => new RandomScore(context.Seed, (ulong)context.Round)),
    ];

    public static IReadOnlyList<ScoreKind> All => s_all;

    /// <summary>The score of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ScoreKind Of(string name) => s_all.Find(kind => kind.Name == name)
        ?? throw new ArgumentException($"There is no score '{name}'; there are {string.Join(", ", s_all.Select(kind => kind.Name))}.");

    /// <summary>Registers another score.</summary>
    /// <exception cref="ArgumentException">The name is in use.</exception>
    public static void Add(ScoreKind kind)
    {
        if (s_all.Exists(other => other.Name == kind.Name)) throw new ArgumentException($"There is a score '{kind.Name}' already.");
        s_all.Add(kind);
    }
}

/// <summary>The inputs of a score in addition to the network.</summary>
/// <param name="Batches">the first batches of training images, with the random numbers of the first steps; each is uploaded when it is enumerated</param>
/// <param name="Seed">seed of the run</param>
/// <param name="Round">round of pruning</param>
public sealed record ScoreContext(IEnumerable<StepInput> Batches, ulong Seed, int Round);
