using SparseGen.Autograd;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>The tickets of another model: the mask of one of its components, and the values of that component at its rewinding step.</summary>
/// <param name="Source">the other model, trained on the same data set</param>
/// <param name="Method">the method of its masks</param>
/// <param name="Transfer">the components of source and target</param>
public sealed record TransferPruning(ModelKind Source, PruningMethod Method, Transfer Transfer)
    : PruningMethod($"{Source.Name}-{Transfer.From}", Components.Only(Transfer.To))
{
    public override TransferPruning Transferred => this;

    public override Step Rewind(Settings settings) => settings.Rewind;

    internal override Mask Prune(MaskStage stage, int round, out Work work)
    {
        work = default;
        var file = Checkpoint.Read(stage.SourcePaths.Mask(Method.Name, round));
        return Transfer.Mask(stage.Subject.Dense, (path, shape) => new LayerMask(path, shape, file.Get(path, shape).As<byte>()));
    }

    internal override bool EndsBefore(MaskStage stage, int round) =>
        stage.Subject.Run.Metrics.HasEnded(stage.Subject.Unpruned with { Subject = stage.Source.Name, Curve = Method.Name, Round = round });

    /// <summary>Sets the model to the values of the source's component and to its own values of the other components, each at its rewinding step.</summary>
    internal override void Rewind(MaskStage stage, Mask mask)
    {
        var (subject, source) = (stage.Subject, stage.Source);
        var given = SnapshotFile.Read(stage.SourcePaths.Snapshot(Method.Rewind(source.Settings))).Snapshot;
        Transfer.Restore(subject.Model, SnapshotFile.Read(subject.Paths.Snapshot(Rewind(subject.Setup.Settings))).Snapshot, given);
        subject.Model.Apply(mask, allowEmptyLayers: true);
    }
}
