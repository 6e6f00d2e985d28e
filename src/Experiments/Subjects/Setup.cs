using System.Globalization;
using System.Security.Cryptography;
using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>One model on one data set, with its hyper-parameters and metrics.</summary>
public sealed class Setup
{
    /// <param name="data">in the image size of the model; the settings limit the number of images</param>
    /// <param name="pictures">(H, W) of the data set's own pictures, centred in those images</param>
    /// <param name="metrics">the most important first</param>
    /// <param name="evaluations">number of evaluations during a training; 0: only at its end</param>
    /// <param name="features">the networks in whose features images are compared</param>
    public Setup(ModelKind kind, DataSet data, in Shape pictures, Settings settings, IReadOnlyList<Metric> metrics, int evaluations, FeatureSource features)
    {
        Kind = kind;
        Settings = settings;
        Metrics = metrics;
        EvaluationInterval = evaluations == 0 ? null : Math.Max(1, settings.Steps.Index / evaluations);
        Features = features;
        Pictures = pictures;
        DataName = data.Name;
        Name = $"{kind.Name}-{data.Name}";
        Train = data.Train.Slice(0, settings.Images);
        HeldOut = data.Test.Slice(0, settings.EvaluationImages);
    }

    /// <summary>"linear-ae-mnist"</summary>
    public string Name { get; }

    public ModelKind Kind { get; }

    /// <summary>"mnist"</summary>
    public string DataName { get; }

    public Settings Settings { get; }

    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Number of steps between two evaluations during a training; null if it is evaluated only at its end.</summary>
    public int? EvaluationInterval { get; }

    public FeatureSource Features { get; }

    /// <summary>(H, W) of the data set's own pictures, centred in the images.</summary>
    public Shape Pictures { get; }

    public ImageSet Train { get; }

    public ImageSet HeldOut { get; }

    /// <summary>What its networks are measured on.</summary>
    public Measured Measured => new(HeldOut, Settings.Samples, Features);

    /// <summary>The floating-point operations of one training step, with the masks of the model.</summary>
    public Work WorkOfStep(Model model) => model.WorkOfStep(new Shape(Train.Channels, Train.Height, Train.Width), Settings.Batch).Total;

    public Model CreateModel(Device device, ulong seed)
    {
        var model = Kind.Create(device, seed, new Shape(Train.Channels, Train.Height, Train.Width), Settings);
        model.Precision = Precision.Named(Settings.Precision)!;
        return model;
    }

    /// <summary>The first batches of the training set, each uploaded when it is enumerated, into the innermost scope.</summary>
    /// <param name="seed">of the data order and of the steps' random numbers</param>
    /// <param name="count">number of batches</param>
    /// <exception cref="OperationCanceledException">It was cancelled; thrown while they are enumerated.</exception>
    public IEnumerable<StepInput> FirstBatches(Device device, ulong seed, int count, CancellationToken cancel = default)
    {
        var batches = new Batches(Train, Settings.Batch, seed);
        for (var step = 0; step < count; step++)
        {
            cancel.ThrowIfCancellationRequested();
            var (pixels, labels) = (new float[Settings.Batch * Train.ImageSize], new byte[Settings.Batch]);
            batches.Fill(step, pixels, labels);
            yield return new StepInput(device.Upload(new Shape(Train.Channels, Train.Height, Train.Width, Settings.Batch), pixels), new StepRandom(seed, (ulong)step), labels);
        }
    }

    /// <summary>How its networks are constructed.</summary>
    public ModelOutline Outline => new(Kind.Name, [Train.Channels, Train.Height, Train.Width], [Pictures[0], Pictures[1]], Settings.Narrowing, Settings.Precision);

    /// <summary>Hyper-parameters and the data's checksum, by name.</summary>
    /// <param name="usesChannels">whether those of channels are among them</param>
    public IEnumerable<KeyValuePair<string, string>> Fixed(bool usesChannels)
    {
        foreach (var (name, value) in CanonicalText.All(Settings).Where(pair => usesChannels || !pair.Key.StartsWith("channel-", StringComparison.Ordinal))) yield return new($"{Name} {name}", value);
        yield return new($"{Name} data", $"{Fingerprint(Train)} {Fingerprint(HeldOut)}");
    }

    static string Fingerprint(ImageSet images) =>
        string.Create(CultureInfo.InvariantCulture, $"{images.Count}:{Convert.ToHexStringLower(SHA256.HashData(images.Pixels))[..12]}");
}
