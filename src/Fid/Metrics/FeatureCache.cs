using System.Globalization;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Training;

namespace SparseGen.Fid;

/// <summary>
/// Trained classifiers and the statistics of data sets as files, each named by a hash of everything that its content depends
/// on. A file that exists is loaded, one that is missing is computed and written.
/// </summary>
public sealed class FeatureCache
{
    const string AccuracyKey = "test_accuracy", TrainingKey = "training", FingerprintKey = "fingerprint";

    static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(10);

    readonly string _folder;
    readonly Action<string>? _note;

    /// <param name="folder">if null, SPARSEGEN_CACHE, or the user's own folder for such files</param>
    /// <param name="note">is told that the folder cannot be written</param>
    public FeatureCache(string? folder = null, Action<string>? note = null)
    {
        _folder = folder ?? CacheFolder.Default();
        _note = note;
    }

    /// <summary>The same cache, with a receiver of notes.</summary>
    public FeatureCache Noting(Action<string> note) => new(_folder, note);

    /// <summary>
    /// The metric in the features of a network: of a data set's own <see cref="Classifier"/>, which every experiment has, or of
    /// <see cref="InceptionFeatures"/>, where there are weights.
    /// </summary>
    /// <param name="real">the reference images, as a rule a data set's training images</param>
    /// <param name="network">owned by the caller</param>
    /// <inheritdoc cref="Statistics"/>
    public IImageMetric Metric(ImageSet real, IFeatureNetwork network, IProgress<int>? progress = null, CancellationToken cancel = default) =>
        new FeatureMetric(network, Statistics(real, network, progress, cancel));

    /// <summary>A classifier of a data set. A training that is interrupted goes on the next time, to the same weights.</summary>
    /// <param name="data">its test images are used to say how good the classifier is</param>
    /// <param name="device">that computes</param>
    /// <param name="training">if null, <see cref="ClassifierTraining.For"/> the data set</param>
    /// <param name="progress">told after each step of a training</param>
    /// <param name="cancel">ends a training</param>
    /// <exception cref="FileFormatException">The file is damaged.</exception>
    public Classifier Classifier(DataSet data, Device device, ClassifierTraining? training = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        training ??= ClassifierTraining.For(data);
        var path = PathOf(data, training);
        var image = new Shape(data.Train.Channels, data.Train.Height, data.Train.Width);
        if (File.Exists(path)) return Restore(path, device, training.Kind, image, data.Train.Classes, training.NameOn(data));

        var checkpoint = new TrainingCheckpoint(Path.ChangeExtension(path, ".checkpoint.safetensors"), CheckpointInterval) { Note = _note ?? (_ => { }) };
        var network = training.Run(data.Train, device, progress, cancel, checkpoint);
        var classifier = new Classifier(network, training.NameOn(data));
        var metadata = new Dictionary<string, string>
        {
            [TrainingKey] = training.Text,
            [FingerprintKey] = classifier.Fingerprint,
            [AccuracyKey] = classifier.Accuracy(data.Test).ToString("0.####", CultureInfo.InvariantCulture),
        };
        Keep("the classifier", () =>
        {
            ClassifierFile.Save(path, network, metadata);
            checkpoint.Delete();
        });
        return classifier;
    }

    /// <summary>The file that a training's classifier is kept in.</summary>
    public string PathOf(DataSet data, ClassifierTraining training)
    {
        using var fingerprint = new Fingerprint();
        return Path.Combine(_folder, $"{training.NameOn(data)}-{Add(fingerprint.Add(training.Text), data.Train).Finish()[..12]}.safetensors");
    }

    /// <summary>The statistics of a set's features: the first time, all its images pass through the network.</summary>
    /// <param name="network">whose features they are</param>
    /// <param name="progress">told the number of images done after each batch of such a pass</param>
    /// <param name="cancel">ends it</param>
    /// <exception cref="FileFormatException">The file is damaged.</exception>
    public GaussianStatistics Statistics(ImageSet images, IFeatureNetwork network, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        using var fingerprint = new Fingerprint();
        var path = Path.Combine(_folder, $"statistics-{network.Name}-{Add(fingerprint.Add(network.Fingerprint), images).Finish()[..12]}.npz");
        if (File.Exists(path)) return StatisticsFile.Read(path);
        var statistics = FeatureSet.Extract(network, [images], progress: progress, cancel: cancel).Statistics;
        Keep("the statistics", () => StatisticsFile.Write(path, statistics));
        return statistics;
    }

    void Keep(string what, Action write)
    {
        if (CacheFolder.Keep(_folder, write) is { } problem) _note?.Invoke($"{what} cannot be kept for later runs: {problem}");
    }

    static Classifier Restore(string path, Device device, ClassifierKind kind, in Shape image, int classes, string name)
    {
        var file = Safetensors.Read(path);
        var classifier = new Classifier(ClassifierFile.Load(file, device, kind, image, classes), name);
        if (file.Metadata.GetValueOrDefault(FingerprintKey) == classifier.Fingerprint) return classifier;
        classifier.Dispose();
        throw new FileFormatException(path, "expected the weights that were written, found others: the file is damaged. Delete it, and the classifier is trained again");
    }

    static Fingerprint Add(Fingerprint fingerprint, ImageSet images) => fingerprint
        .Add($"{images.Channels}×{images.Height}×{images.Width}, {images.Classes} classes")
        .Add(images.Pixels)
        .Add(images.Labels);
}
