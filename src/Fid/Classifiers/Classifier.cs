using SparseGen.Autograd;
using SparseGen.Data;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Fid;

/// <summary>A trained classifier of a data set. Distances are measured in its features, and reconstructions are evaluated by its predictions.</summary>
public sealed class Classifier : IFeatureNetwork
{
    const int MostImages = 100;

    /// <summary>The largest number of held-out images that published weights are tested on.</summary>
    const int MostTried = 1_000;

    /// <summary>The smallest accepted (accuracy − chance) / (1 − chance) of published weights, where chance is 1 / number of classes.</summary>
    const double LeastSkill = 0.1;

    readonly ClassifierNetwork _network;
    readonly Device _device;
    float[] _pixels = [];

    /// <param name="network">with its weights; freed with this object</param>
    /// <param name="name">"resnet20-cifar10"</param>
    public Classifier(ClassifierNetwork network, string name)
    {
        _network = network;
        _device = network.Device;
        Name = name;
        using var fingerprint = new Fingerprint();
        foreach (var parameter in network.Parameters) fingerprint.Add(parameter.Path).Add<float>(_device.Read(parameter.Value.Value));
        foreach (var buffer in network.Buffers) fingerprint.Add(buffer.Path).Add<float>(_device.Read(buffer.Tensor));
        Fingerprint = fingerprint.Add<double>([.. network.Scaling.Mean, .. network.Scaling.Deviation]).Finish();
    }

    /// <summary>A classifier with published weights, named after its file: "cifar10_resnet20_12fca82f".</summary>
    /// <param name="path">weights with PyTorch's names, see <see cref="WeightFile"/></param>
    /// <param name="kind">the network; null: found by the names of the arrays, or else the default for the images</param>
    /// <param name="image">(C, H, W)</param>
    /// <param name="classes">K</param>
    /// <param name="note">receives messages on what was found in the file and converted</param>
    /// <exception cref="FileFormatException">The file is damaged or of another network.</exception>
    public static Classifier Load(string path, ClassifierKind? kind, in Shape image, int classes, Device device, Action<string>? note = null)
    {
        var file = WeightFile.Read(path);
        foreach (var text in file.Notes) note?.Invoke(text);
        var (own, usual) = (ClassifierKind.Of(file), ClassifierKind.For(image));
        if (kind is null && own is not null && own != usual) note?.Invoke($"{path}: the weights are those of a {own}");
        if (kind is not null && own is not null && kind != own) throw new FileFormatException(path, $"expected the weights of a {kind}, found those of a {own}");
        return new Classifier(ClassifierFile.Load(file, device, kind ?? own ?? usual, image, classes), Path.GetFileNameWithoutExtension(file.Path));
    }

    /// <inheritdoc cref="Load(string, ClassifierKind?, in Shape, int, Device, Action{string}?)"/>
    /// <param name="data">the images that it classifies</param>
    public static Classifier Load(string path, ClassifierKind? kind, ImageSet data, Device device, Action<string>? note = null) =>
        Load(path, kind, new Shape(data.Channels, data.Height, data.Width), data.Classes, device, note);

    /// <summary>A classifier with published weights, tested on held-out images, since a file does not state what its weights were trained on.</summary>
    /// <param name="data">the data set whose held-out images it is tested on</param>
    /// <param name="note">also receives the accuracy</param>
    /// <exception cref="FileFormatException">As above, or the accuracy is close to chance.</exception>
    public static Classifier Load(string path, DataSet data, Device device, Action<string>? note = null)
    {
        var classifier = Load(path, kind: null, data.Train, device, note);
        var images = data.Test.Slice(0, Math.Min(MostTried, data.Test.Count));
        var (accuracy, guessing) = (classifier.Accuracy(images), 1.0 / data.Train.Classes);
        var text = FormattableString.Invariant($"{accuracy:P1} of {images.Count:N0} held-out images of {data.Name}");
        if (accuracy - guessing < LeastSkill * (1 - guessing))
        {
            classifier.Dispose();
            throw new FileFormatException(path, FormattableString.Invariant($"expected a classifier of {data.Name}, found one that names {text} rightly, where guessing names {guessing:P0}"));
        }
        note?.Invoke($"{classifier.Name} names {text} rightly");
        return classifier;
    }

    public string Name { get; }

    public string Fingerprint { get; }

    public Shape? Image => _network.Image;

    public int FeatureCount => _network.FeatureCount;

    public int ClassCount => _network.Classes;

    public int BatchSize => MostImages;

    public void Extract(ImageSet images, int start, int count, Span<float> features, Span<float> logits)
    {
        using var scope = _device.OpenScope();
        var columns = _network.Features(Upload(images, start, count), Mode.Evaluate);
        BatchRows.Read(_device, columns.Value, features);
        BatchRows.Read(_device, _network.Classify(columns).Value, logits);
    }

    /// <summary>The number of images that are assigned to the class of their label.</summary>
    public int CountCorrect(ImageSet images)
    {
        var correct = 0;
        for (var start = 0; start < images.Count; start += MostImages)
        {
            using var scope = _device.OpenScope();
            var count = Math.Min(MostImages, images.Count - start);
            correct += CountCorrect(Upload(images, start, count).Value, images.Labels.Slice(start, count));
        }
        return correct;
    }

    /// <summary>The fraction of images that are assigned to the class of their label.</summary>
    public double Accuracy(ImageSet images) => (double)CountCorrect(images) / images.Count;

    /// <summary>The number of images of a batch, such as reconstructions, that are assigned to the class of their label.</summary>
    /// <param name="images">(C, H, W, N), values in [0, 1]</param>
    /// <param name="labels">(N)</param>
    public int CountCorrect(Tensor images, ReadOnlySpan<byte> labels)
    {
        using var scope = _device.OpenScope();
        var logits = _device.Read(_network.Forward(new Variable(_device, images), Mode.Evaluate).Value);
        var correct = 0;
        for (var n = 0; n < labels.Length; n++)
        {
            var best = 0;
            for (var k = 1; k < ClassCount; k++)
                if (logits[k * labels.Length + n] > logits[best * labels.Length + n]) best = k;
            if (best == labels[n]) correct++;
        }
        return correct;
    }

    public void Dispose() => _network.Dispose();

    Variable Upload(ImageSet images, int start, int count)
    {
        var shape = new Shape(images.Channels, images.Height, images.Width, count);
        if (_pixels.Length != shape.Count) _pixels = new float[shape.Count];
        BatchLayout.Fill(images, start, count, _pixels);
        return new Variable(_device, _device.Upload(shape, _pixels));
    }
}
