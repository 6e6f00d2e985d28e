using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>How the masks of one or more curves come about, and where their winning tickets begin. A method is a record derived from this one.</summary>
/// <param name="Name">of its folder: "both"</param>
/// <param name="Components">what is pruned</param>
public abstract record PruningMethod(string Name, Components Components)
{
    /// <summary>All components pooled, round by round, late rewinding: what the paper does unless it says otherwise.</summary>
    public static PruningMethod Both { get; } = new ScorePruning(CurveOutline.WholeNetwork, Components.All);

    /// <summary>All components pooled, in one cut for each sparsity.</summary>
    public static PruningMethod OneShot { get; } = new ScorePruning("one-shot", Components.All, IsIterative: false);

    /// <summary>All components pooled, round by round, rewound to the initialisation.</summary>
    public static PruningMethod ToInitialisation { get; } = new ScorePruning("to-initialisation", Components.All, IsLate: false);

    /// <summary>All components at once before training, by a score, to the sparsity of the last round.</summary>
    public static PruningMethod AtInitialisation(string score) => new ScorePruning(score, Components.All, IsIterative: false, IsLate: false, Score: score, IsOfLastRound: true);

    /// <summary>One component alone, round by round.</summary>
    public static PruningMethod Only(string component) => new ScorePruning(component, Components.Only(component));

    /// <summary>The tickets of another model's component, on a component of this one.</summary>
    /// <param name="source">the other model, trained on the same data set</param>
    /// <param name="from">its component</param>
    /// <param name="to">the component of this model</param>
    public static PruningMethod Of(ModelKind source, string from, string to) => new TransferPruning(source, Only(from), new Transfer(from, to));

    /// <summary>Whether each round prunes the winning ticket of the round before, which therefore has to be trained.</summary>
    public virtual bool IsIterative => false;

    /// <summary>Whether there are masks of the last round alone.</summary>
    public virtual bool IsOfLastRound => false;

    /// <summary>Whose tickets these are; null if they are the model's own.</summary>
    public virtual TransferPruning? Transferred => null;

    /// <summary>Whether it has a mask of a round.</summary>
    public bool Has(int round, Settings settings) => !IsOfLastRound || round == settings.Rounds;

    /// <summary>The step that its winning tickets are rewound to.</summary>
    public virtual Step Rewind(Settings settings) => 0;

    /// <summary>The mask of a round.</summary>
    /// <param name="stage">the networks that it may be made from</param>
    /// <param name="round">counted from 1</param>
    /// <param name="flop">the floating-point operations that it took</param>
    internal abstract Mask Prune(MaskStage stage, int round, out double flop);

    /// <summary>Whether a training that a round's mask is made from diverged, so that there are no masks from this round on.</summary>
    internal abstract bool EndsBefore(MaskStage stage, int round);

    /// <summary>Brings the model to the beginning of a winning ticket's training. Layers without weights are allowed: they have been remarked upon.</summary>
    internal virtual void Rewind(MaskStage stage, Mask mask)
    {
        var rewound = SnapshotFile.Read(stage.Subject.Paths.Snapshot(Rewind(stage.Subject.Setup.Settings))).Snapshot;
        Tickets.Winning(stage.Subject.Model, rewound, mask, allowEmptyLayers: true);
    }
}
