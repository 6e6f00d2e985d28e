using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>
/// The tickets of one model, data set and seed: the unpruned network, then for each round and chain the mask, the winning
/// and the random ticket. A stage whose file exists is skipped. A chain whose winning ticket diverged ends there.
/// </summary>
sealed class TicketSweep : IDisposable
{
    /// <summary>How many times the density of one component may be that of another without a remark.</summary>
    const int MostImbalance = 10;

    readonly RunContext _run;
    readonly Setup _setup;
    readonly Setup? _giver;
    readonly ulong _seed;
    readonly IReadOnlyList<Curve> _curves;
    readonly Drawing? _drawing;
    readonly RunPaths _paths;
    readonly Model _model;
    readonly Mask _dense;
    readonly TrainingStage _training;
    readonly MetricOutline[] _outlines;

    /// <summary>What was remarked already, in whatever round.</summary>
    readonly HashSet<(string Curve, string Text)> _remarked = [];

    public TicketSweep(RunContext run, Pass pass, ulong seed, Drawing? drawing)
    {
        var setup = pass.Setup;
        _run = run;
        _setup = setup;
        _giver = pass.Giver;
        _seed = seed;
        _curves = pass.Curves;
        _drawing = drawing;
        _paths = new RunPaths(run.Folder.Path, setup.Name, seed);
        _model = setup.CreateModel(run.Device, seed);
        _dense = _model.Mask();
        _training = new TrainingStage(run, setup, _model, seed, MeasureDuring);
        _outlines = [.. setup.Metrics.SelectMany(metric => metric.Outlines(setup))];
    }

    /// <summary>What <see cref="Run"/> trains, in its order.</summary>
    public static IEnumerable<PlannedTraining> Trainings(Setup setup, ulong seed, IReadOnlyList<Curve> curves)
    {
        var steps = setup.Settings.Steps;
        yield return new PlannedTraining(new Place(setup.Name, seed, Curve.Unpruned, 0), setup, 0, steps, null);
        for (var round = 1; round <= setup.Settings.Rounds; round++)
            foreach (var curve in Trained(curves, round, setup.Settings))
                yield return new PlannedTraining(new Place(setup.Name, seed, curve.Name, round), setup, curve.Begin(setup.Settings), steps, curve.Chain);
    }

    public void Run()
    {
        RecordJudges();
        RecordOriginals();
        TrainUnpruned();
        if (_drawing is not null) DrawOnce(_paths.Originals, () => ModelImages.Originals(_model, _setup.HeldOut, _drawing.Images));
        for (var round = 1; round <= _setup.Settings.Rounds; round++) RunRound(round);
    }

    public void Dispose() => _model.Dispose();

    /// <summary>The curves, chain by chain; the next mask of an iterative chain is cut from its winning ticket, whether or not that is drawn.</summary>
    static IEnumerable<Curve> Trained(IReadOnlyList<Curve> curves, int round, Settings settings)
    {
        foreach (var chain in curves.GroupBy(curve => curve.Chain).Where(chain => chain.Key.Has(round, settings)))
        {
            if (chain.Key.IsIterative && chain.All(curve => curve.IsRandom)) yield return Curve.Winning(chain.Key);
            foreach (var curve in chain) yield return curve;
        }
    }

    void RunRound(int round)
    {
        var masks = _curves.Select(curve => curve.Chain).Distinct().Where(chain => chain.Has(round, _setup.Settings)).ToDictionary(chain => chain, chain => Prune(chain, round));
        var values = new List<(string, double)>();
        foreach (var curve in Trained(_curves, round, _setup.Settings))
        {
            if (masks[curve.Chain] is { } mask) values.Add((curve.Name, TrainAndMeasure(curve, mask, round)));
            else
            {
                _run.Observer.TrainingSkipped(At(curve.Name, round));
                values.Add((curve.Name, double.NaN));
            }
        }
        Report(round, masks.Values.FirstOrDefault(mask => mask is not null)?.Sparsity ?? double.NaN, values);
    }

    void TrainUnpruned()
    {
        var place = At(Curve.Unpruned, 0);
        foreach (var layer in _dense.Layers) Record(layer, place);
        var rewinds = _curves.Select(curve => curve.Chain.Rewind(_setup.Settings)).Distinct();
        RecordWork(place, _dense, 0, () => 0);
        var trained = _training.Run(place, curve: null, 0, _paths.Unpruned, () => _model.Initialise(_seed), rewinds.Select(step => (step, _paths.Snapshot(step))));
        if (trained && _drawing is not null) Draw(_paths.Unpruned, Drawing.Unpruned);
        var value = trained ? Evaluate(place, _dense, _paths.Unpruned) : double.NaN;
        Report(0, _dense.Sparsity, [(place.Curve, value)]);
    }

    /// <returns>the first metric's value; NaN if the training diverged</returns>
    double TrainAndMeasure(Curve curve, Mask mask, int round)
    {
        var (place, output) = (At(curve.Name, round), Output(curve, round));
        RecordWork(place, mask, curve.Begin(_setup.Settings), () => MaskFile.ScoringOf(_paths.Mask(curve.Chain.Name, round)));
        if (!Train(curve, mask, round)) return double.NaN;
        if (_drawing?.Includes(round, _setup.Settings) == true) Draw(output, _drawing.Images);
        return Evaluate(place, mask, output);
    }

    void Report(int round, double sparsity, IReadOnlyList<(string Curve, double Value)> values)
    {
        var time = TimingsLog.MillisecondsPerStep(_run.Timings.Timings, At(values[0].Curve, round));
        _run.Observer.RoundEnds(new RoundResult(_setup.Name, _seed, round, _setup.Settings.Rounds, sparsity, _outlines[0].Name, values, time));
    }

    bool Train(Curve curve, Mask mask, int round)
    {
        var begin = curve.Begin(_setup.Settings);
        return _training.Run(At(curve.Name, round), curve, begin, Output(curve, round), () =>
        {
            // A layer without weights has been remarked upon; the ticket is trained all the same, as the round has it.
            if (curve.IsRandom) Tickets.Random(_model, mask, _seed, round, allowEmptyLayers: true);
            else if (curve.Chain.Giver is { } giver) BeginTaken(giver, begin, mask);
            else Tickets.Winning(_model, SnapshotFile.Read(_paths.Snapshot(begin)).Snapshot, mask, allowEmptyLayers: true);
        });
    }

    /// <summary>The values of the giver's component and this model's others, each as they were at the rewinding step.</summary>
    void BeginTaken(Giver giver, Step begin, Mask mask)
    {
        var given = SnapshotFile.Read(PathsOf(giver).Snapshot(giver.Chain.Rewind(_giver!.Settings))).Snapshot;
        giver.Transfer.Restore(_model, SnapshotFile.Read(_paths.Snapshot(begin)).Snapshot, given);
        _model.Apply(mask, allowEmptyLayers: true);
    }

    Mask Take(Giver giver, int round)
    {
        var file = Checkpoint.Read(PathsOf(giver).Mask(giver.Chain.Name, round));
        return giver.Transfer.Mask(_dense, (path, shape) => new LayerMask(path, shape, file.Get(path, shape).As<byte>()));
    }

    RunPaths PathsOf(Giver giver) => new(_run.Folder.Path, _giver!.Name, _seed);

    bool EndsBefore(Chain chain, int round) => chain.Giver is { } giver
        ? _run.Metrics.HasEnded(new Place(_giver!.Name, _seed, giver.Chain.Name, round))
        : !chain.ScoreOf(_setup.Settings).IsOfInitialisation && _run.Metrics.Divergence(SourceOf(chain, round)) is not null;

    /// <returns>null if the chain has ended</returns>
    Mask? Prune(Chain chain, int round)
    {
        var place = At(chain.Name, round);
        if (EndsBefore(chain, round)) Record(new ChainEnd(place.Subject, place.Seed, place.Curve, place.Round));
        if (_run.Metrics.HasEnded(place)) return null;
        var path = _paths.Mask(chain.Name, round);
        if (!File.Exists(path))
        {
            var scoring = 0.0;
            MaskFile.Write(path, chain.Giver is { } giver ? Take(giver, round) : Cut(chain, round, out scoring), scoring);
        }
        var mask = MaskFile.Read(path, _dense);
        foreach (var layer in mask.Layers) Record(layer, place);
        foreach (var layer in mask.EmptyLayers) Remark(place, $"{layer.Path} has no weight left: nothing passes through it.");
        if (chain.Components.Equals(Components.All) && Imbalance(mask) is { } text) Remark(place, text);
        return mask;
    }

    /// <summary>A sentence if one component is pruned far more than another; otherwise null.</summary>
    string? Imbalance(Mask mask)
    {
        var densities = mask.ComponentDensities;
        var (least, most) = (densities.MinBy(one => one.Density), densities.MaxBy(one => one.Density));
        if (least.Density * MostImbalance >= most.Density) return null;
        var advice = _setup.Settings.Pool == Pool.Global ? " One ranking over both takes the network with the smaller weights; --pool network prunes each by the same fraction." : "";
        return $"{least.Component} has less than a tenth of the density of {most.Component}.{advice}";
    }

    void Remark(Place place, string text)
    {
        var remark = new Remark(place.Subject, place.Seed, place.Curve, place.Round, text);
        // Said once, though it is recorded of every round.
        if (_remarked.Add((place.Curve, text)) && _run.Metrics.Find(remark) is null) _run.Observer.Note($"{place}: {text}");
        Record(remark);
    }

    /// <param name="scoring">the floating-point operations of the scores</param>
    Mask Cut(Chain chain, int round, out double scoring)
    {
        var settings = _setup.Settings;
        var kind = chain.ScoreOf(settings);
        if (kind.IsOfInitialisation) _training.Begin(() =>
        {
            _model.Initialise(_seed);
            if (chain.IsIterative && round > 1) _model.Apply(MaskFile.Read(_paths.Mask(chain.Name, round - 1), _dense), allowEmptyLayers: true);
        });
        else _training.Load(chain.IsIterative && round > 1 ? _paths.Ticket(chain.Name, round - 1, isRandom: false) : _paths.Unpruned);
        using var scope = _run.Device.OpenScope();
        var score = kind.Create(new ScoreContext(kind.IsOfInitialisation ? [.. Batches()] : [], _seed, round));
        using var log = WorkLog.Begin();
        var scores = score.Score(_model);
        scoring = log.Total.Dense;
        return chain.IsIterative
            ? Mask.Next(scores, settings.Fraction, chain.Components, settings.Pool)
            : Mask.AfterRounds(scores, settings.Fraction, round, chain.Components, settings.Pool);
    }

    /// <summary>What the first steps learn from.</summary>
    IEnumerable<StepInput> Batches()
    {
        var (settings, images) = (_setup.Settings, _setup.Train);
        var batches = new Batches(images, settings.Batch, _seed);
        for (var step = 0; step < settings.ScoreBatches; step++)
        {
            var (pixels, labels) = (new float[settings.Batch * images.ImageSize], new byte[settings.Batch]);
            batches.Fill(step, pixels);
            batches.FillLabels(step, labels);
            yield return new StepInput(_run.Device.Upload(new Shape(images.Channels, images.Height, images.Width, settings.Batch), pixels), new StepRandom(_seed, (ulong)step), labels);
        }
    }

    /// <summary>The training whose weights decide a round's mask.</summary>
    Place SourceOf(Chain chain, int round)
    {
        if (!chain.IsIterative || round == 1) return At(Curve.Unpruned, 0);
        var winning = Trained(_curves, round - 1, _setup.Settings).First(curve => curve.Chain == chain && !curve.IsRandom);
        return At(winning.Name, round - 1);
    }

    /// <summary>Measures a trained network, what is not known of it yet.</summary>
    /// <returns>the first metric's value</returns>
    double Evaluate(Place place, Mask mask, string output)
    {
        var end = _setup.Settings.Steps;
        // What is of the whole training may follow from the others.
        foreach (var metric in _setup.Metrics.OrderBy(metric => metric.IsOfWholeTraining)) Measure(metric, place, mask.Sparsity, end, () => _training.Load(output));
        return ((Evaluation)_run.Metrics.Find(Question(place, mask.Sparsity, end, _outlines[0]))!).Value;
    }

    void MeasureDuring(Place place, Step step)
    {
        foreach (var metric in _setup.Metrics.Where(metric => !metric.IsOfWholeTraining)) Measure(metric, place, 1 - _model.Density, step, () => { });
    }

    void Measure(Metric metric, Place place, double sparsity, Step step, Action load)
    {
        var questions = metric.Outlines(_setup).Select(outline => Question(place, sparsity, step, outline)).ToArray();
        if (questions.All(question => _run.Metrics.Find(question) is not null)) return;
        load();
        var values = metric.Measure(new TrainedNetwork(_model, _setup, place, _run.Features, _run.Metrics, _run.Cancel));
        foreach (var (question, value) in questions.Zip(values)) Record(question with { Value = value });
    }

    static Evaluation Question(Place place, double sparsity, Step step, MetricOutline outline) =>
        new(place.Subject, place.Seed, place.Curve, place.Round, sparsity, step.Index, outline.Name, double.NaN);

    void RecordOriginals()
    {
        foreach (var metric in _setup.Metrics)
            if (metric.MeasureOriginals(_setup, _run.Features) is { } values)
                foreach (var (outline, value) in metric.Outlines(_setup).Zip(values))
                    Record(new Evaluation(_setup.Name, _seed, Curve.Originals, 0, 0, _setup.Settings.Steps.Index, outline.Name, value));
    }

    void RecordJudges()
    {
        foreach (var network in _setup.Metrics.SelectMany(metric => metric.Networks(_run.Features, _setup.Features)).DistinctBy(network => network.Name))
            Record(new Judge(_setup.Name, _seed, Curve.Unpruned, 0, network.Name, network.Fingerprint));
    }

    /// <summary>A function of shapes and masks, so that it is the same however often a training was interrupted.</summary>
    void RecordWork(Place place, Mask mask, Step from, Func<double> scoring)
    {
        if (_run.Metrics.Find(new TrainingWork(place.Subject, place.Seed, place.Curve, place.Round, 0, 0, 0)) is not null) return;
        _training.Begin(() =>
        {
            _model.Initialise(_seed);
            _model.Apply(mask, allowEmptyLayers: true);
        });
        var work = (_setup.Settings.Steps.Index - from.Index) * _setup.WorkOfStep(_model);
        Record(new TrainingWork(place.Subject, place.Seed, place.Curve, place.Round, work.Dense, work.Executed, scoring()));
    }

    void Draw(string output, int images) => DrawOnce(RunPaths.ImageOf(output), () =>
    {
        _training.Load(output);
        return ModelImages.Of(_model, _setup.HeldOut, _seed, images);
    });

    static void DrawOnce(string path, Func<Picture> draw)
    {
        if (!File.Exists(path)) Png.Write(path, draw());
    }

    void Record(LayerMask layer, Place place) =>
        Record(new LayerDensity(place.Subject, place.Seed, place.Curve, place.Round, layer.Path, layer.Survivors, layer.Total));

    void Record(Fact fact) => _run.Metrics.Record(fact);

    Place At(string curve, int round) => new(_setup.Name, _seed, curve, round);

    string Output(Curve curve, int round) => _paths.Ticket(curve.Chain.Name, round, curve.IsRandom);
}
