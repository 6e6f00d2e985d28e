using SparseGen.Data;
using SparseGen.Models;
using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>
/// The tickets of one model, data set and seed: the unpruned network, then for each round and chain the mask, the winning
/// and the random ticket. A stage whose file exists is skipped.
/// </summary>
sealed class TicketSweep : IDisposable
{
    readonly RunContext _run;
    readonly Setup _setup;
    readonly ulong _seed;
    readonly IReadOnlyList<Curve> _curves;
    readonly bool _drawsImages;
    readonly RunPaths _paths;
    readonly Model _model;
    readonly Mask _dense;
    readonly TrainingStage _training;

    public TicketSweep(RunContext run, Setup setup, ulong seed, IReadOnlyList<Curve> curves, bool drawsImages)
    {
        _run = run;
        _setup = setup;
        _seed = seed;
        _curves = curves;
        _drawsImages = drawsImages;
        _paths = new RunPaths(run.Folder.Path, setup.Name, seed);
        _model = setup.CreateModel(run.Device, seed);
        _dense = _model.Mask();
        _training = new TrainingStage(run, setup, _model, seed);
    }

    /// <summary>What <see cref="Run"/> trains, in its order.</summary>
    public static IEnumerable<PlannedTraining> Trainings(Setup setup, ulong seed, IReadOnlyList<Curve> curves)
    {
        var steps = setup.Settings.Steps;
        yield return new PlannedTraining(new Place(setup.Name, seed, Curve.Unpruned, 0), setup, 0, steps, null);
        for (var round = 1; round <= setup.Settings.Rounds; round++)
            foreach (var curve in Trained(curves))
                yield return new PlannedTraining(new Place(setup.Name, seed, curve.Name, round), setup, curve.Begin(setup.Settings), steps, curve.Chain);
    }

    public void Run()
    {
        TrainUnpruned();
        if (_drawsImages) DrawOnce(_paths.Originals, () => Reconstructions.Originals(_setup.HeldOut));
        for (var round = 1; round <= _setup.Settings.Rounds; round++) RunRound(round);
    }

    public void Dispose() => _model.Dispose();

    /// <summary>The curves, chain by chain; the next mask of an iterative chain is cut from its winning ticket, whether or not that is drawn.</summary>
    static IEnumerable<Curve> Trained(IReadOnlyList<Curve> curves)
    {
        foreach (var chain in curves.GroupBy(curve => curve.Chain))
        {
            if (chain.Key.IsIterative && chain.All(curve => curve.IsRandom)) yield return Curve.Winning(chain.Key);
            foreach (var curve in chain) yield return curve;
        }
    }

    void RunRound(int round)
    {
        var masks = _curves.Select(curve => curve.Chain).Distinct().ToDictionary(chain => chain, chain => Prune(chain, round));
        var values = new List<(string, double)>();
        foreach (var curve in Trained(_curves))
        {
            var mask = masks[curve.Chain];
            Train(curve, mask, round);
            values.Add((curve.Name, Evaluate(At(curve.Name, round), mask, Output(curve, round))));
        }
        Report(round, masks[_curves[0].Chain].Sparsity, values);
    }

    void TrainUnpruned()
    {
        var place = At(Curve.Unpruned, 0);
        foreach (var layer in _dense.Layers) Record(layer, place);
        var rewinds = _curves.Select(curve => curve.Chain.Rewind(_setup.Settings)).Distinct();
        _training.Run(place, 0, _paths.Unpruned, () => _model.Initialise(_seed), rewinds.Select(step => (step, _paths.Snapshot(step))));
        var value = Evaluate(place, _dense, _paths.Unpruned);
        Report(0, _dense.Sparsity, [(place.Curve, value)]);
    }

    void Report(int round, double sparsity, IReadOnlyList<(string Curve, double Value)> values)
    {
        var time = TimingsLog.MillisecondsPerStep(_run.Timings.Timings, At(values[0].Curve, round));
        _run.Observer.RoundEnds(new RoundResult(_setup.Name, _seed, round, _setup.Settings.Rounds, sparsity, values, time));
    }

    void Train(Curve curve, Mask mask, int round)
    {
        var begin = curve.Begin(_setup.Settings);
        _training.Run(At(curve.Name, round), begin, Output(curve, round), () =>
        {
            // A layer without weights has been remarked upon; the ticket is trained all the same, as the round has it.
            if (curve.IsRandom) Tickets.Random(_model, mask, _seed, round, allowEmptyLayers: true);
            else Tickets.Winning(_model, SnapshotFile.Read(_paths.Snapshot(begin)).Snapshot, mask, allowEmptyLayers: true);
        });
    }

    Mask Prune(Chain chain, int round)
    {
        var path = _paths.Mask(chain.Name, round);
        if (!File.Exists(path)) MaskFile.Write(path, Cut(chain, round));
        var mask = MaskFile.Read(path, _dense);
        var place = At(chain.Name, round);
        foreach (var layer in mask.Layers) Record(layer, place);
        foreach (var layer in mask.EmptyLayers)
        {
            var text = $"{layer.Path} has no weight left: nothing passes through it.";
            Record(new Remark(place.Subject, place.Seed, place.Curve, place.Round, text));
        }
        return mask;
    }

    Mask Cut(Chain chain, int round)
    {
        var settings = _setup.Settings;
        var source = chain.IsIterative && round > 1 ? Output(Curve.Winning(chain), round - 1) : _paths.Unpruned;
        _training.Load(source);
        var scores = new Magnitude().Score(_model);
        if (chain.IsIterative) return Mask.Next(scores, settings.Fraction, chain.Components);
        var total = _dense.Count(chain.Components).Total;
        return Selection.Remove(scores, total - Mask.Schedule(total, settings.Fraction, round)[round], chain.Components);
    }

    double Evaluate(Place place, Mask mask, string output)
    {
        var steps = _setup.Settings.Steps.Index;
        var question = new Evaluation(place.Subject, place.Seed, place.Curve, place.Round, mask.Sparsity, steps, _setup.Metric.Name, double.NaN);
        if (_drawsImages) Draw(output);
        if (_run.Metrics.Find(question) is Evaluation known) return known.Value;
        _training.Load(output);
        var answer = question with { Value = _setup.Metric.Measure(_model, _setup.HeldOut) };
        Record(answer);
        return answer.Value;
    }

    void Draw(string output) => DrawOnce(RunPaths.ImageOf(output), () =>
    {
        _training.Load(output);
        return Reconstructions.Of(_model, _setup.HeldOut);
    });

    static void DrawOnce(string path, Func<Picture> draw)
    {
        if (!File.Exists(path)) Png.Write(path, draw());
    }

    void Record(LayerMask layer, Place place) =>
        Record(new LayerDensity(place.Subject, place.Seed, place.Curve, place.Round, layer.Path, layer.Survivors, layer.Total));

    void Record(Fact fact)
    {
        if (fact is Remark remark && _run.Metrics.Find(fact) is null) _run.Observer.Note($"{At(remark.Curve, remark.Round)}: {remark.Text}");
        _run.Metrics.Record(fact);
    }

    Place At(string curve, int round) => new(_setup.Name, _seed, curve, round);

    string Output(Curve curve, int round) => _paths.Ticket(curve.Chain.Name, round, curve.IsRandom);
}
