using SparseGen.Pruning;

namespace SparseGen.Experiments;

/// <summary>
/// The tickets of one model, data set and seed: the unpruned network, then for each round and method the mask, the winning and
/// the random ticket. A stage whose file exists is skipped. A method whose winning ticket diverged ends there.
/// </summary>
sealed class TicketSweep : IDisposable
{
    readonly SubjectRun _subject;
    readonly IReadOnlyList<Curve> _curves;
    readonly MaskStage _masks;
    readonly TrainingStage _training;
    readonly EvaluationStage _evaluation;
    readonly ImageStage _images;
    readonly ChannelStage _channels;

    public TicketSweep(RunContext run, TicketGroup group, ulong seed, Drawing? drawing)
    {
        _curves = group.Curves;
        _subject = new SubjectRun(run, group.Setup, seed);
        _masks = new MaskStage(_subject, _curves, group.Source);
        _evaluation = new EvaluationStage(_subject);
        _training = new TrainingStage(_subject, _evaluation.MeasureDuring);
        _images = new ImageStage(_subject, drawing);
        _channels = new ChannelStage(_subject, _training, _images, _evaluation);
    }

    Settings Settings => _subject.Setup.Settings;

    /// <summary>The trainings of <see cref="Run"/>, in its order.</summary>
    public static IEnumerable<PlannedTraining> Trainings(Setup setup, ulong seed, IReadOnlyList<Curve> curves)
    {
        var (settings, unpruned) = (setup.Settings, new TrainingKey(setup.Name, seed, CurveOutline.Unpruned, 0));
        yield return new PlannedTraining(unpruned, setup, 0, settings.Steps, null);
        for (var round = 1; round <= settings.Rounds; round++)
            foreach (var curve in Curve.TrainedIn(round, curves, settings))
                yield return new PlannedTraining(unpruned with { Curve = curve.Name, Round = round }, setup, curve.Begin(settings), settings.Steps, curve.Method);
    }

    public void Run()
    {
        _evaluation.RecordFeatureSpaces();
        _evaluation.RecordOriginals();
        RunUnpruned();
        _images.DrawOriginals();
        for (var round = 1; round <= Settings.Rounds; round++) RunRound(round);
    }

    public void Dispose() => _subject.Dispose();

    void RunUnpruned()
    {
        var (key, output) = (_subject.Unpruned, _subject.Paths.Unpruned);
        _masks.RecordDensities(key, _subject.Dense);
        var snapshots = _curves.Select(curve => curve.Method.Rewind(Settings)).Distinct().Select(step => (step, _subject.Paths.Snapshot(step)));
        if (!_training.IsWorkRecorded(key)) _training.RecordWork(key, 0, () => _subject.Model.Initialise(_subject.Seed), () => default);
        var trained = _training.Run(key, curve: null, 0, output, () => _subject.Model.Initialise(_subject.Seed), snapshots);
        if (trained) _images.DrawUnpruned();
        Report(0, _subject.Dense.Sparsity, [(key.Curve, trained ? _evaluation.Measure(key, _subject.Dense.Sparsity, output) : double.NaN)]);
    }

    void RunRound(int round)
    {
        var masks = _curves.Select(curve => curve.Method).Distinct().Where(method => method.Has(round, Settings)).ToDictionary(method => method, method => method is ChannelPruning ? _subject.Dense : _masks.Prune(method, round));
        var values = new List<(string, double)>();
        var sparsity = masks.Values.FirstOrDefault(mask => mask is not null)?.Sparsity ?? double.NaN;
        foreach (var curve in Curve.TrainedIn(round, _curves, Settings))
        {
            if (curve.Method is ChannelPruning channels)
            {
                var (removed, value) = _channels.Run(curve, channels, round);
                if (values.Count == 0) sparsity = removed;
                values.Add((curve.Name, value));
            }
            else if (masks[curve.Method] is { } mask) values.Add((curve.Name, RunTicket(curve, mask, round)));
            else
            {
                _subject.Run.Observer.TrainingSkipped(_subject.Key(curve.Name, round));
                values.Add((curve.Name, double.NaN));
            }
        }
        Report(round, sparsity, values);
    }

    /// <returns>the first metric's value; NaN if the training diverged</returns>
    double RunTicket(Curve curve, Mask mask, int round)
    {
        var (key, begin) = (_subject.Key(curve.Name, round), curve.Begin(Settings));
        if (!_training.IsWorkRecorded(key))
        {
            // Before the work is recorded, so that a run that is killed in between makes the remarks when it is resumed.
            _subject.Change(_ => Begin());
            RemarkOnIndependence(_subject.Key(curve.Method.Name, round));
            _training.RecordWork(key, begin, Begin, () => _masks.WorkOf(curve.Method, round));
        }
        if (!_training.Run(key, curve, begin, _subject.Output(curve, round), Begin)) return double.NaN;
        _images.DrawTicket(curve, round);
        return _evaluation.Measure(key, mask.Sparsity, _subject.Output(curve, round));

        void Begin()
        {
            if (curve.IsRandom) Tickets.Random(_subject.Model, mask, _subject.Seed, round, allowEmptyLayers: true);
            else curve.Method.Rewind(_masks, mask);
        }
    }

    /// <summary>Records remarks on outputs of the model that are the same for every input at the beginning of a training.</summary>
    void RemarkOnIndependence(TrainingKey key) => _subject.Change(model =>
    {
        using var scope = model.Device.OpenScope();
        var inputs = _subject.FirstBatches(2).ToArray();
        foreach (var text in InputDependence.Missing(model, inputs[0], inputs[1])) _masks.Remark(key, text);
    });

    void Report(int round, double sparsity, IReadOnlyList<(string Curve, double Value)> values)
    {
        // A round may have no network, where all methods have one of the last round alone.
        if (values.Count == 0) return;
        var (run, setup) = (_subject.Run, _subject.Setup);
        var time = TimingsLog.MillisecondsPerStep(run.Timings.Timings, _subject.Key(values[0].Curve, round));
        run.Observer.RoundEnds(new RoundResult(setup.Name, _subject.Seed, round, setup.Settings.Rounds, sparsity, _evaluation.FirstMetric, values, time));
    }
}
