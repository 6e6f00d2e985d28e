using SparseGen.Autograd;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>How the masks of one or more curves are made, and to which step their winning tickets are rewound. Each kind of method is a derived record.</summary>
/// <param name="Name">name of its folder: "both"</param>
/// <param name="Components">components that are pruned</param>
public abstract record PruningMethod(string Name, Components Components)
{
    /// <summary>All components together, round by round, late rewinding: the paper's default.</summary>
    public static PruningMethod Both { get; } = new ScorePruning(CurveOutline.WholeNetwork, Components.All);

    /// <summary>All components together, in one cut of the unpruned network for each sparsity.</summary>
    public static PruningMethod OneShot { get; } = new ScorePruning("one-shot", Components.All, IsIterative: false);

    /// <summary>All components together, round by round, rewound to the initialisation.</summary>
    public static PruningMethod ToInitialisation { get; } = new ScorePruning("to-initialisation", Components.All, IsLate: false);

    /// <summary>All components together, in one cut before training by a score, to the sparsity of the last round.</summary>
    public static PruningMethod AtInitialisation(string score) => new ScorePruning(score, Components.All, IsIterative: false, IsLate: false, Score: score, IsOfLastRound: true);

    /// <summary>Only one component, round by round.</summary>
    public static PruningMethod Only(string component) => new ScorePruning(component, Components.Only(component));

    /// <summary>The tickets of another model's component, transferred to a component of this model.</summary>
    /// <param name="source">the other model, trained on the same data set</param>
    /// <param name="from">component of the source</param>
    /// <param name="to">component of this model</param>
    public static PruningMethod Of(ModelKind source, string from, string to) => new TransferPruning(source, Only(from), new Transfer(from, to));

    /// <summary>The method whose training of the same round comes first, since this one takes its channels; null if there is none.</summary>
    public virtual PruningMethod? Basis => null;

    /// <summary>Whether each round prunes the winning ticket of the round before, which therefore has to be trained.</summary>
    public virtual bool IsIterative => false;

    /// <summary>Whether there are masks of the last round only.</summary>
    public virtual bool IsOfLastRound => false;

    /// <summary>This method, if its tickets are transferred from another model; otherwise null.</summary>
    public virtual TransferPruning? Transferred => null;

    /// <summary>The number formats of its trainings; null: those of the run.</summary>
    public virtual Precision? Precision => null;

    /// <summary>Whether it has a mask of a round.</summary>
    public bool Has(int round, Settings settings) => !IsOfLastRound || round == settings.Rounds;

    /// <summary>The step that its winning tickets are rewound to.</summary>
    public virtual Step Rewind(Settings settings) => 0;

    /// <summary>The mask of a round.</summary>
    /// <param name="stage">the trained networks and earlier masks of the subject</param>
    /// <param name="round">counted from 1</param>
    /// <param name="work">of its scores; sorting them takes no floating-point operations</param>
    internal abstract Mask Prune(MaskStage stage, int round, out Work work);

    /// <summary>Whether a training that a round's mask is made from diverged, so that there are no masks from this round on.</summary>
    internal abstract bool EndsBefore(MaskStage stage, int round);

    /// <summary>Sets the model to the beginning of a winning ticket's training. Layers without weights are allowed; a remark on them is recorded.</summary>
    internal virtual void Rewind(MaskStage stage, Mask mask)
    {
        var rewound = SnapshotFile.Read(stage.Subject.Paths.Snapshot(Rewind(stage.Subject.Setup.Settings))).Snapshot;
        Tickets.Winning(stage.Subject.Model, rewound, mask, allowEmptyLayers: true);
    }
}
