using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SparseGen.Data;
using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>
/// Keeps the classifiers that SparseGen trained: one file for each way of training and each data set, named by a hash of
/// both. What is there is loaded, what is not is trained.
/// </summary>
public sealed class ClassifierCache
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "SPARSEGEN_CACHE";

    const string AccuracyKey = "test_accuracy", TrainingKey = "training";

    readonly string _folder;

    /// <param name="folder">if null, SPARSEGEN_CACHE, or the user's own folder for such files</param>
    public ClassifierCache(string? folder = null) => _folder = folder ?? DefaultFolder();

    /// <summary>The file that a training's classifier is kept in.</summary>
    public string PathOf(DataSet data, ClassifierTraining training) => Path.Combine(_folder, $"{NameOf(data, training)}-{Hash(data.Train, training)[..12]}.safetensors");

    /// <summary>A classifier of a data set.</summary>
    /// <param name="data">its test images are used to say how good the classifier is</param>
    /// <param name="device">where it computes</param>
    /// <param name="training">if null, what suits the data set</param>
    /// <param name="progress">told after each step of a training</param>
    /// <param name="cancel">ends a training</param>
    /// <exception cref="FileFormatException">The file is damaged.</exception>
    public Classifier Load(DataSet data, Device device, ClassifierTraining? training = null, IProgress<ClassifierProgress>? progress = null, CancellationToken cancel = default)
    {
        training ??= ClassifierTraining.For(data);
        var path = PathOf(data, training);
        var image = new Shape(data.Train.Channels, data.Train.Height, data.Train.Width);
        if (File.Exists(path)) return new Classifier(ClassifierFile.Load(Safetensors.Read(path), device, training.Kind, image, data.Train.Classes), NameOf(data, training));

        Directory.CreateDirectory(_folder);
        var network = training.Run(data.Train, device, progress, cancel);
        var classifier = new Classifier(network, NameOf(data, training));
        ClassifierFile.Save(path, network, new Dictionary<string, string>
        {
            [TrainingKey] = training.Text,
            [AccuracyKey] = classifier.Accuracy(data.Test).ToString("0.####", CultureInfo.InvariantCulture),
        });
        return classifier;
    }

    static string NameOf(DataSet data, ClassifierTraining training) => $"{training.Kind}-{data.Name}";

    static string Hash(ImageSet images, ClassifierTraining training)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{training.Text}, {images.Channels}×{images.Height}×{images.Width}, {images.Classes} classes\n"));
        hash.AppendData(images.Pixels);
        hash.AppendData(images.Labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static string DefaultFolder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder) return folder;
        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return own.Length > 0 ? Path.Combine(own, "sparsegen") : Path.Combine("runs", "cache");
    }
}
