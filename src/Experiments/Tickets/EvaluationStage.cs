using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Measures trained networks of one subject and seed. Values that are recorded already are not measured again.</summary>
sealed class EvaluationStage(SubjectRun subject)
{
    readonly Setup _setup = subject.Setup;

    /// <summary>The first of all values that are measured.</summary>
    readonly MetricOutline _first = subject.Setup.Metrics[0].Outlines(subject.Setup.Measured)[0];

    /// <summary>The name of the value that measuring a training returns.</summary>
    public string FirstMetric => _first.Name;

    /// <summary>Measures a trained network.</summary>
    /// <param name="sparsity">sparsity of the whole network</param>
    /// <param name="output">file of the trained weights</param>
    /// <returns>the first metric's value</returns>
    public double Measure(TrainingKey key, double sparsity, string output)
    {
        var end = _setup.Settings.Steps;
        // Metrics of the whole training may be computed from values of the others.
        foreach (var metric in _setup.Metrics.OrderBy(metric => metric.IsOfWholeTraining)) Measure(metric, key, sparsity, end, () => subject.Load(output));
        return ((Evaluation)subject.Run.Metrics.Find(Unmeasured(key, sparsity, end, _first))!).Value;
    }

    /// <summary>Measures the model during a training.</summary>
    public void MeasureDuring(TrainingKey key, Step step)
    {
        foreach (var metric in _setup.Metrics.Where(metric => !metric.IsOfWholeTraining)) Measure(metric, key, 1 - subject.Model.Density, step, () => { });
    }

    /// <summary>Records the metrics of perfect reconstructions, where they are defined.</summary>
    public void RecordOriginals()
    {
        foreach (var metric in _setup.Metrics)
            if (metric.MeasureOriginals(_setup.Measured, subject.Run.Features) is { } values)
                foreach (var (outline, value) in metric.Outlines(_setup.Measured).Zip(values))
                    subject.Record(Unmeasured(subject.Key(CurveOutline.Originals, 0), 0, _setup.Settings.Steps, outline) with { Value = value });
    }

    /// <summary>Records the networks in whose features images are measured.</summary>
    public void RecordFeatureSpaces()
    {
        foreach (var network in _setup.Metrics.SelectMany(metric => metric.Networks(subject.Run.Features, _setup.Features)).DistinctBy(network => network.Name))
            subject.Record(new FeatureSpace(_setup.Name, subject.Seed, CurveOutline.Unpruned, 0, network.Name, network.Fingerprint));
    }

    void Measure(Metric metric, TrainingKey key, double sparsity, Step step, Action load)
    {
        var unmeasured = metric.Outlines(_setup.Measured).Select(outline => Unmeasured(key, sparsity, step, outline)).ToArray();
        if (unmeasured.All(evaluation => subject.Run.Metrics.Find(evaluation) is not null)) return;
        load();
        var values = metric.Measure(new TrainedNetwork(subject.Model, _setup.Measured, key, subject.Run.Features, subject.Run.Metrics, subject.Run.Cancel));
        foreach (var (evaluation, value) in unmeasured.Zip(values)) subject.Record(evaluation with { Value = value });
    }

    static Evaluation Unmeasured(TrainingKey key, double sparsity, Step step, MetricOutline outline) =>
        new(key.Subject, key.Seed, key.Curve, key.Round, sparsity, step.Index, outline.Name, double.NaN);
}
