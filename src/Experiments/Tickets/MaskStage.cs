using SparseGen.Autograd;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>The masks of one subject and seed. Each is made once and written to a file, and the number of weights that it leaves in each layer is recorded.</summary>
/// <param name="curves">curves whose tickets have the masks</param>
/// <param name="source">the model whose tickets are transferred; null if there is none</param>
sealed class MaskStage(SubjectRun subject, IReadOnlyList<Curve> curves, Setup? source)
{
    /// <summary>The largest ratio of two components' densities without a remark.</summary>
    const int MostImbalance = 10;

    /// <summary>Remarks that were shown in any round.</summary>
    readonly HashSet<(string Curve, string Text)> _shown = [];

    public SubjectRun Subject => subject;

    /// <summary>The model whose tickets are transferred.</summary>
    public Setup Source => source ?? throw new InvalidOperationException("No curve has tickets of another model.");

    /// <summary>The files of the model whose tickets are transferred.</summary>
    public RunPaths SourcePaths => new(subject.Run.Folder.Path, Source.Name, subject.Seed);

    /// <summary>The training of a method's winning ticket.</summary>
    public TrainingKey Winning(PruningMethod method, int round) =>
        subject.Key(Curve.TrainedIn(round, curves, subject.Setup.Settings).First(curve => curve.Method == method && !curve.IsRandom).Name, round);

    /// <summary>The mask of a round, made if its file does not exist.</summary>
    /// <returns>null if the method has ended, since the network to be pruned diverged</returns>
    public Mask? Prune(PruningMethod method, int round)
    {
        var key = subject.Key(method.Name, round);
        if (method.EndsBefore(this, round)) subject.Record(new MethodEnd(key.Subject, key.Seed, key.Curve, key.Round));
        if (subject.Run.Metrics.HasEnded(key)) return null;
        var path = subject.Paths.Mask(method.Name, round);
        if (!File.Exists(path))
        {
            var made = method.Prune(this, round, out var work);
            MaskFile.Write(path, made, work);
        }
        var mask = Read(method, round);
        RecordDensities(key, mask);
        foreach (var layer in mask.EmptyLayers) Remark(key, $"{layer.Path} has no weight left: nothing passes through it.");
        if (!subject.Setup.Settings.EmptyLayers && mask.EmptyLayers.Any())
        {
            Remark(key, "No network is trained with this mask, nor with those of later rounds, since --empty-layers is false.");
            subject.Record(new MethodEnd(key.Subject, key.Seed, key.Curve, key.Round));
            return null;
        }
        if (method.Components.Equals(Components.All) && Imbalance(mask) is { } text) Remark(key, text);
        return mask;
    }

    /// <summary>A mask that was made before.</summary>
    public Mask Read(PruningMethod method, int round) => MaskFile.Read(subject.Paths.Mask(method.Name, round), subject.Dense);

    /// <summary>The work of the scores that a mask was made from.</summary>
    public Work WorkOf(PruningMethod method, int round) => MaskFile.WorkOf(subject.Paths.Mask(method.Name, round));

    /// <summary>Records how many weights of each layer survive.</summary>
    public void RecordDensities(TrainingKey key, Mask mask)
    {
        foreach (var layer in mask.Layers) subject.Record(new LayerDensity(key.Subject, key.Seed, key.Curve, key.Round, layer.Path, layer.Survivors, layer.Total));
    }

    /// <summary>Records a sentence on a mask. It is shown once, but may be recorded for every round.</summary>
    public void Remark(TrainingKey key, string text)
    {
        var remark = new Remark(key.Subject, key.Seed, key.Curve, key.Round, text);
        if (_shown.Add((key.Curve, text)) && subject.Run.Metrics.Find(remark) is null) subject.Run.Observer.Note($"{key}: {text}");
        subject.Record(remark);
    }

    /// <summary>A sentence if one component is pruned far more than another; otherwise null.</summary>
    string? Imbalance(Mask mask)
    {
        var densities = mask.ComponentDensities;
        var (least, most) = (densities.MinBy(one => one.Density), densities.MaxBy(one => one.Density));
        if (least.Density * MostImbalance >= most.Density) return null;
        var advice = subject.Setup.Settings.Pool == Pool.Global ? " One ranking over both takes the network with the smaller weights; --pool network prunes each by the same fraction." : "";
        return $"{least.Component} has less than a tenth of the density of {most.Component}.{advice}";
    }
}
