using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>A score by its name, for the option --score: the scores of this library, and those that are added to them.</summary>
/// <param name="Name">"snip"</param>
/// <param name="IsOfInitialisation">whether it looks at the network before training; otherwise at the trained one</param>
/// <param name="Create">from what it may look at</param>
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

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ScoreKind Of(string name) => s_all.Find(kind => kind.Name == name)
        ?? throw new ArgumentException($"There is no score '{name}'; there are {string.Join(", ", s_all.Select(kind => kind.Name))}.");

    /// <summary>Makes a score of one's own known by its name.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public static void Add(ScoreKind kind)
    {
        if (s_all.Exists(other => other.Name == kind.Name)) throw new ArgumentException($"There is a score '{kind.Name}' already.");
        s_all.Add(kind);
    }
}

/// <summary>What a score may look at beside the network.</summary>
/// <param name="Batches">of training images, as the first steps have them; none unless the score is of the initialisation</param>
/// <param name="Seed">of the run</param>
/// <param name="Round">of pruning</param>
public sealed record ScoreContext(IReadOnlyList<StepInput> Batches, ulong Seed, int Round);
