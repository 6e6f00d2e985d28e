using SparseGen.Autograd;
using SparseGen.Models;
using SparseGen.Pruning;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>One subject and seed of a run: its model, its files, and the file whose weights the model has.</summary>
sealed class SubjectRun : IDisposable
{
    string? _loaded;

    public SubjectRun(RunContext run, Setup setup, ulong seed)
    {
        (Run, Setup, Seed) = (run, setup, seed);
        Paths = new RunPaths(run.Folder.Path, setup.Name, seed);
        Model = setup.CreateModel(run.Device, seed);
        Dense = Model.Mask();
        DenseWork = setup.WorkOfStep(Model);
    }

    public RunContext Run { get; }

    public Setup Setup { get; }

    public ulong Seed { get; }

    public Model Model { get; }

    /// <summary>The mask of the unpruned network.</summary>
    public Mask Dense { get; }

    public RunPaths Paths { get; }

    /// <summary>The training of the unpruned network.</summary>
    public TrainingKey Unpruned => Key(CurveOutline.Unpruned, 0);

    public TrainingKey Key(string curve, int round) => new(Setup.Name, Seed, curve, round);

    /// <summary>The file of a trained ticket.</summary>
    public string Output(Curve curve, int round) => Paths.Ticket(curve.Method.Name, round, curve.IsRandom);

    /// <summary>Loads the weights of a finished training into the model, unless it has them.</summary>
    public void Load(string output)
    {
        if (_loaded == output) return;
        SnapshotFile.RestoreWeights(output, Model);
        _loaded = output;
    }

    /// <summary>Changes the model, after which it has the weights of no file.</summary>
    public void Change(Action<Model> change)
    {
        _loaded = null;
        change(Model);
    }

    /// <summary>States that the model has the weights of a file.</summary>
    public void MarkLoaded(string output) => _loaded = output;

    /// <summary>The arithmetic of a step of the unpruned network.</summary>
    public Work DenseWork { get; }

    /// <summary>The sets of channels of the model as it is.</summary>
    public ChannelSets ChannelSets() => Models.ChannelSets.Of(Model, new Shape(Setup.Train.Channels, Setup.Train.Height, Setup.Train.Width));

    /// <summary>Shows and records a sentence about a training.</summary>
    public void Note(TrainingKey key, string text)
    {
        var remark = new Remark(key.Subject, key.Seed, key.Curve, key.Round, text);
        if (Run.Metrics.Find(remark) is null) Run.Observer.Note($"{key}: {text}");
        Record(remark);
    }

    public void Record(Fact fact) => Run.Metrics.Record(fact);

    /// <inheritdoc cref="Setup.FirstBatches"/>
    public IEnumerable<StepInput> FirstBatches(int count) => Setup.FirstBatches(Run.Device, Seed, count, Run.Cancel);

    public void Dispose() => Model.Dispose();
}
