using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>How the masks of one or more curves come about.</summary>
/// <param name="Name">of its folder: "both"</param>
/// <param name="Components">what is pruned</param>
/// <param name="IsIterative">each round prunes the winning ticket of the round before; otherwise each cuts the unpruned network at once, to the same count</param>
/// <param name="IsLate">winning tickets are rewound to the step that the settings say; otherwise to initialisation</param>
/// <param name="Giver">whose tickets these are; null if they are the model's own</param>
/// <param name="Score">what masks are cut by; null: what the settings say</param>
/// <param name="IsOfLastRound">whether there are masks of the last round alone</param>
public sealed record Chain(string Name, Components Components, bool IsIterative = true, bool IsLate = true, Giver? Giver = null, string? Score = null, bool IsOfLastRound = false)
{
    /// <summary>All components pooled, round by round, late rewinding: what the paper does unless it says otherwise.</summary>
    public static Chain Both { get; } = new("both", Components.All);

    /// <summary>All components pooled, in one cut for each sparsity.</summary>
    public static Chain OneShot { get; } = new("one-shot", Components.All, IsIterative: false);

    /// <summary>All components pooled, round by round, rewound to the initialisation.</summary>
    public static Chain ToInitialisation { get; } = new("to-initialisation", Components.All, IsLate: false);

    /// <summary>All components at once before training, by a score, to the sparsity of the last round.</summary>
    public static Chain AtInitialisation(string score) => new(score, Components.All, IsIterative: false, IsLate: false, Score: score, IsOfLastRound: true);

    /// <summary>One component alone, round by round.</summary>
    public static Chain Only(string component) => new(component, Components.Only(component));

    /// <summary>The tickets of another model's component, on a component of this one.</summary>
    /// <param name="model">that gives, trained on the same data set</param>
    /// <param name="from">its component</param>
    /// <param name="to">the component that takes</param>
    public static Chain Of(ModelKind model, string from, string to) =>
        new($"{model.Name}-{from}", Components.Only(to), Giver: new Giver(model, Only(from), new Transfer(from, to)));

    /// <summary>Whether it has a mask of a round.</summary>
    public bool Has(int round, Settings settings) => !IsOfLastRound || round == settings.Rounds;

    /// <summary>What its masks are cut by.</summary>
    public ScoreKind ScoreOf(Settings settings) => ScoreKind.Of(Score ?? settings.Score);

    /// <summary>The step that its winning tickets are rewound to.</summary>
    public Step Rewind(Settings settings) => IsLate ? settings.Rewind : 0;
}

/// <summary>Another model, whose tickets are taken over.</summary>
/// <param name="Model">trained on the same data set</param>
/// <param name="Chain">of its tickets</param>
/// <param name="Transfer">which layers become which</param>
public sealed record Giver(ModelKind Model, Chain Chain, Transfer Transfer);
