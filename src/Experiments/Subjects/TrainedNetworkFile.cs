using SparseGen.Kernels;
using SparseGen.Models;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Selects one of a run's networks.</summary>
/// <param name="Subject">"dcgan-cifar10"; null: the only one</param>
/// <param name="Seed">null: the first</param>
/// <param name="Curve">"unpruned", "winning"; null: unpruned, or of a round the first curve</param>
/// <param name="Round">round of pruning; null: the last that is trained</param>
public sealed record NetworkChoice(string? Subject = null, ulong? Seed = null, string? Curve = null, int? Round = null);

/// <summary>The weights of a network that a run trained.</summary>
public sealed class TrainedNetworkFile
{
    readonly ModelOutline _model;

    TrainedNetworkFile(TrainingKey key, string path, ModelOutline model)
    {
        Key = key;
        Path = path;
        _model = model;
    }

    public TrainingKey Key { get; }

    public string Path { get; }

    /// <summary>(C, H, W) of the images that the network takes and returns.</summary>
    public Shape Image => new(_model.Image[0], _model.Image[1], _model.Image[2]);

    /// <summary>(H, W) of the data set's own pictures, centred in those images.</summary>
    public Shape Pictures => new(_model.Pictures[0], _model.Pictures[1]);

    /// <summary>Finds a network in the folder of a run, finished or not.</summary>
    /// <exception cref="RunException">It is not the folder of a run, or the network is not trained yet.</exception>
    /// <exception cref="UsageException">The run has no such subject, seed, curve or round.</exception>
    public static TrainedNetworkFile Find(string folder, NetworkChoice choice)
    {
        var outline = RunManifest.Read(folder).Outline;
        var subject = outline.Subjects.Count == 1 && choice.Subject is null
            ? outline.Subjects[0]
            : outline.Subjects.FirstOrDefault(subject => subject.Name == choice.Subject) ?? throw Unknown(folder, "--subject", choice.Subject, outline.Subjects.Select(one => one.Name));
        var model = subject.Model ?? throw new RunException($"{folder} was begun by an earlier build, whose runs do not say how their networks are made: run it again.");
        var seed = choice.Seed ?? outline.Seeds[0];
        if (!outline.Seeds.Contains(seed)) throw Unknown(folder, "--seed", $"{seed}", outline.Seeds.Select(one => $"{one}"));
        if (choice.Round is < 0 || choice.Round > subject.Rounds) throw new UsageException($"--round: {folder} has rounds 0 to {subject.Rounds}, not {choice.Round}.");

        var paths = new RunPaths(folder, subject.Name, seed);
        var curve = choice.Curve ?? (choice.Round is null or 0 ? CurveOutline.Unpruned : subject.Curves[0].Name);
        if (curve == CurveOutline.Unpruned && choice.Round is > 0) throw new UsageException($"--round {choice.Round} is of a curve of tickets, and the unpruned network is round 0: name one of {Names(subject.Curves.Select(one => one.Name))} by --curve.");
        var key = new TrainingKey(subject.Name, seed, CurveOutline.Unpruned, 0);
        if (curve == CurveOutline.Unpruned || choice.Round == 0) return Existing(folder, key, paths.Unpruned, model);

        var tickets = subject.Curves.FirstOrDefault(one => one.Name == curve) ?? throw Unknown(folder, "--curve", curve, subject.Curves.Select(one => one.Name).Prepend(CurveOutline.Unpruned));
        string PathOf(int round) => paths.Ticket(tickets.Method, round, tickets.IsRandom);
        var rounds = Enumerable.Range(1, subject.Rounds).Where(round => File.Exists(PathOf(round))).ToArray();
        var chosen = choice.Round ?? rounds.LastOrDefault(1);
        return Existing(folder, key with { Curve = curve, Round = chosen }, PathOf(chosen), model with { Precision = tickets.Precision ?? model.Precision });
    }

    /// <summary>The network with its weights and masks.</summary>
    /// <exception cref="FileFormatException">The file is damaged.</exception>
    public Model Load(Device device)
    {
        var kind = ModelKind.All.FirstOrDefault(kind => kind.Name == _model.Kind) ?? throw new RunException($"{Path}: there is no model '{_model.Kind}' in this build.");
        var model = kind.Create(device, Key.Seed, Image, new Settings { Narrowing = _model.Narrowing });
        model.Precision = Precision.Named(_model.Precision) ?? throw new RunException($"{Path}: there is no precision '{_model.Precision}' in this build.");
        try
        {
            SnapshotFile.RestoreWeights(Path, model);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    static TrainedNetworkFile Existing(string folder, in TrainingKey key, string path, ModelOutline model) => File.Exists(path)
        ? new TrainedNetworkFile(key, path, model)
        : throw new RunException($"{folder}: {key} is not trained yet, or diverged: expected {path}.");

    static UsageException Unknown(string folder, string option, string? found, IEnumerable<string> known) => found is null
        ? new($"{option}: {folder} has several; name one of {Names(known)}.")
        : new($"{option}: {folder} has no '{found}'; it has {Names(known)}.{Suggestion.For(found, known)}");

    static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
