using System.Diagnostics;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Training;

namespace SparseGen.Experiments;

/// <summary>The networks in whose features a run measures images. Each is loaded or trained when it is first used.</summary>
/// <param name="cache">stores classifiers and statistics</param>
/// <param name="note">receives a message when a classifier has to be trained, and the progress of long computations</param>
/// <param name="cancel">cancels the training of a classifier</param>
sealed class FeatureNetworks(Device device, FeatureCache cache, Action<string> note, CancellationToken cancel) : IDisposable
{
    /// <summary>The least time between two progress messages.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    readonly Dictionary<FeatureSource, Classifier> _classifiers = [];
    readonly Dictionary<string, InceptionFeatures> _inceptions = [];
    readonly Dictionary<(FeatureSource, string Network, bool HeldOut), IImageMetric> _metrics = [];

    /// <exception cref="FileFormatException">The weights are damaged, of another network, or of a classifier of other images.</exception>
    public Classifier Classifier(FeatureSource source)
    {
        if (!_classifiers.TryGetValue(source, out var classifier)) _classifiers.Add(source, classifier = Open(source));
        return classifier;
    }

    Classifier Open(FeatureSource source)
    {
        if (source.ClassifierWeights is { } weights) return Fid.Classifier.Load(weights, source.Data, device, note);
        if (!File.Exists(cache.PathOf(source.Data, source.Classifier)))
            note($"images are measured by {source.ClassifierName}, which is trained now, once for all runs");
        return cache.Classifier(source.Data, device, source.Classifier, new TrainingNotes(note, source.ClassifierName), cancel);
    }

    /// <exception cref="FileFormatException">The weights are damaged, or of another network.</exception>
    public InceptionFeatures Inception(FeatureSource source)
    {
        var path = source.InceptionWeights!;
        if (!_inceptions.TryGetValue(path, out var inception))
            _inceptions.Add(path, inception = new InceptionFeatures(device, InceptionNetwork.Load(path, device, note), Preprocessing.TensorFlow));
        return inception;
    }

    /// <summary>The metric against the training images, or against those held out, in the features of a network that was opened here.</summary>
    public IImageMetric Metric(FeatureSource source, IFeatureNetwork network, bool heldOut)
    {
        if (!_metrics.TryGetValue((source, network.Name, heldOut), out var metric))
        {
            var real = heldOut ? source.Data.Test : source.Data.Train;
            _metrics.Add((source, network.Name, heldOut), metric = cache.Metric(real, network, new ImageNotes(note, $"features of {real.Name} by {network.Name}, computed once for all runs", real.Count), cancel));
        }
        return metric;
    }

    public void Dispose()
    {
        foreach (var classifier in _classifiers.Values) classifier.Dispose();
        foreach (var inception in _inceptions.Values) inception.Dispose();
    }

    /// <summary>Writes the progress of a pass over images at intervals; with the Inception network it can take an hour.</summary>
    sealed class ImageNotes(Action<string> note, string what, int total) : IProgress<int>
    {
        long _lastNote = Stopwatch.GetTimestamp();

        public void Report(int done)
        {
            if (Stopwatch.GetElapsedTime(_lastNote) < Interval) return;
            _lastNote = Stopwatch.GetTimestamp();
            note(FormattableString.Invariant($"{what}: {done:N0} of {total:N0} images"));
        }
    }

    /// <summary>Writes the progress of a classifier's training at intervals.</summary>
    sealed class TrainingNotes(Action<string> note, string name) : IProgress<TrainingProgress>
    {
        long _lastNote = Stopwatch.GetTimestamp();

        public void Report(TrainingProgress progress)
        {
            if (Stopwatch.GetElapsedTime(_lastNote) < Interval) return;
            _lastNote = Stopwatch.GetTimestamp();
            note(FormattableString.Invariant($"training {name}: step {progress.Step.Index:N0} of {progress.Steps.Index:N0}, loss {progress.Loss:F3}; {Durations.About(progress.Remaining.TotalSeconds)} left"));
        }
    }
}
