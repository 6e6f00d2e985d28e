using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>Measures trained networks of one subject and seed; what is known already is not measured again.</summary>
sealed class EvaluationStage(SubjectRun subject)
{
    readonly Setup _setup = subject.Setup;

    /// <summary>The first of all values that are measured.</summary>
    readonly MetricOutline _first = subject.Setup.Metrics[0].Outlines(subject.Setup.Measured)[0];

    /// <summary>The name of the value that measuring a training returns.</summary>
    public string FirstMetric => _first.Name;

    /// <summary>Measures a trained network.</summary>
    /// <param name="key">its training</param>
    /// <param name="sparsity">of the whole network</param>
    /// <param name="output">the file of its weights</param>
    /// <returns>the first metric's value</returns>
    public double Measure(TrainingKey key, double sparsity, string output)
    {
        var end = _setup.Settings.Steps;
        // What is of the whole training may follow from the others.
        foreach (var metric in _setup.Metrics.OrderBy(metric => metric.IsOfWholeTraining)) Measure(metric, key, sparsity, end, () => subject.Load(output));
        return ((Evaluation)subject.Run.Metrics.Find(Question(key, sparsity, end, _first))!).Value;
    }

    /// <summary>Measures the model during a training.</summary>
    public void MeasureDuring(TrainingKey key, Step step)
    {
        foreach (var metric in _setup.Metrics.Where(metric => !metric.IsOfWholeTraining)) Measure(metric, key, 1 - subject.Model.Density, step, () => { });
    }

    /// <summary>Records what perfect reconstructions would give, where that says something.</summary>
    public void RecordOriginals()
    {
        foreach (var metric in _setup.Metrics)
            if (metric.MeasureOriginals(_setup.Measured, subject.Run.Features) is { } values)
                foreach (var (outline, value) in metric.Outlines(_setup.Measured).Zip(values))
                    subject.Record(Question(subject.Key(CurveOutline.Originals, 0), 0, _setup.Settings.Steps, outline) with { Value = value });
    }

    /// <summary>Records in which networks' features images are measured.</summary>
    public void RecordFeatureSpaces()
    {
        foreach (var network in _setup.Metrics.SelectMany(metric => metric.Networks(subject.Run.Features, _setup.Features)).DistinctBy(network => network.Name))
            subject.Record(new FeatureSpace(_setup.Name, subject.Seed, CurveOutline.Unpruned, 0, network.Name, network.Fingerprint));
    }

    void Measure(Metric metric, TrainingKey key, double sparsity, Step step, Action load)
    {
        var questions = metric.Outlines(_setup.Measured).Select(outline => Question(key, sparsity, step, outline)).ToArray();
        if (questions.All(question => subject.Run.Metrics.Find(question) is not null)) return;
        load();
        var values = metric.Measure(new TrainedNetwork(subject.Model, _setup.Measured, key, subject.Run.Features, subject.Run.Metrics, subject.Run.Cancel));
        foreach (var (question, value) in questions.Zip(values)) subject.Record(question with { Value = value });
    }

    static Evaluation Question(TrainingKey key, double sparsity, Step step, MetricOutline outline) =>
        new(key.Subject, key.Seed, key.Curve, key.Round, sparsity, step.Index, outline.Name, double.NaN);
}
