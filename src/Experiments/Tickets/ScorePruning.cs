using SparseGen.Autograd;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Masks that keep the weights of the highest scores: magnitudes of trained networks, or scores of the initial one.</summary>
/// <param name="Name">name of its folder</param>
/// <param name="Components">components that are pruned</param>
/// <param name="IsIterative">whether each round prunes the winning ticket of the round before; otherwise each prunes the unpruned network in one cut, to the same number of weights</param>
/// <param name="IsLate">whether winning tickets are rewound to the step of the settings; otherwise to the initialisation</param>
/// <param name="Score">name of the score; null: that of the settings</param>
/// <param name="IsOfLastRound">whether there are masks of the last round only</param>
public sealed record ScorePruning(string Name, Components Components, bool IsIterative = true, bool IsLate = true, string? Score = null, bool IsOfLastRound = false)
    : PruningMethod(Name, Components)
{
    public override bool IsIterative { get; } = IsIterative;

    public override bool IsOfLastRound { get; } = IsOfLastRound;

    public override Step Rewind(Settings settings) => IsLate ? settings.Rewind : 0;

    /// <summary>The mask of a round, made from the unpruned network in one cut, with as many weights as pruning round by round leaves.</summary>
    internal static Mask AtOnce(Scores scores, Settings settings, int round, Components components) =>
        Mask.AfterRounds(scores, settings.Fraction, round, components, settings.Pool);

    internal override Mask Prune(MaskStage stage, int round, out Work work)
    {
        var (subject, settings) = (stage.Subject, stage.Subject.Setup.Settings);
        var kind = ScoreOf(settings);
        if (kind.IsOfInitialisation) subject.Change(model =>
        {
            model.Initialise(subject.Seed);
            if (IsIterative && round > 1) model.Apply(stage.Read(this, round - 1), allowEmptyLayers: true);
        });
        else subject.Load(IsIterative && round > 1 ? subject.Paths.Ticket(Name, round - 1, isRandom: false) : subject.Paths.Unpruned);
        using var scope = subject.Run.Device.OpenScope();
        var score = kind.Create(new ScoreContext(subject.FirstBatches(settings.ScoreBatches), subject.Seed, round));
        using var log = WorkLog.Begin();
        var scores = score.Score(subject.Model);
        work = log.Total;
        return IsIterative ? Mask.Next(scores, settings.Fraction, Components, settings.Pool) : AtOnce(scores, settings, round, Components);
    }

    internal override bool EndsBefore(MaskStage stage, int round) =>
        !ScoreOf(stage.Subject.Setup.Settings).IsOfInitialisation
        && stage.Subject.Run.Metrics.Divergence(IsIterative && round > 1 ? stage.Winning(this, round - 1) : stage.Subject.Unpruned) is not null;

    internal ScoreKind ScoreOf(Settings settings) => ScoreKind.Of(Score ?? settings.Score);
}
