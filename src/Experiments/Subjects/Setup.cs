using System.Globalization;
using System.Security.Cryptography;
using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>One model on one data set, with its hyper-parameters and what is measured of it.</summary>
public sealed class Setup
{
    /// <param name="kind">the model</param>
    /// <param name="data">as the model takes it; the settings take the first images</param>
    /// <param name="pictures">(H, W) of the set's own pictures, in the middle of those images</param>
    /// <param name="settings">with the number of images that there are</param>
    /// <param name="metrics">the most telling first</param>
    /// <param name="evaluations">how often that is done during a training</param>
    /// <param name="features">what images are looked at with, where a metric does that</param>
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

    /// <summary>The steps between two evaluations during a training; null if it is evaluated at its end alone.</summary>
    public int? EvaluationInterval { get; }

    public FeatureSource Features { get; }

    /// <summary>(H, W) of the set's own pictures, in the middle of the images.</summary>
    public Shape Pictures { get; }

    public ImageSet Train { get; }

    public ImageSet HeldOut { get; }

    /// <summary>What its networks are measured on.</summary>
    public Measured Measured => new(HeldOut, Settings.Samples, Features);

    /// <summary>The arithmetic of one training step, by the masks of the model.</summary>
    public Work WorkOfStep(Model model) => model.WorkOfStep(new Shape(Train.Channels, Train.Height, Train.Width), Settings.Batch).Total;

    public Model CreateModel(Device device, ulong seed) =>
        Kind.Create(device, seed, new Shape(Train.Channels, Train.Height, Train.Width), Settings);

    /// <summary>How its networks are made.</summary>
    public ModelOutline Outline => new(Kind.Name, [Train.Channels, Train.Height, Train.Width], [Pictures[0], Pictures[1]], Settings.Narrowing);

    /// <summary>Hyper-parameters and the data's checksum, by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fixed()
    {
        foreach (var (name, value) in CanonicalText.All(Settings)) yield return new($"{Name} {name}", value);
        yield return new($"{Name} data", $"{Fingerprint(Train)} {Fingerprint(HeldOut)}");
    }

    static string Fingerprint(ImageSet images) =>
        string.Create(CultureInfo.InvariantCulture, $"{images.Count}:{Convert.ToHexStringLower(SHA256.HashData(images.Pixels))[..12]}");
}
