using System.Globalization;

namespace SparseGen.Fid;

/// <summary>
/// Names of metrics. They include the number of samples, on which the value depends, and the network of the features if it is not
/// Inception, in which case the distance is not called FID: "fid10k", "frechet2k-resnet20-cifar10".
/// </summary>
public static class MetricName
{
    public static string Frechet(string network, long? samples) => Name("fid", "frechet", network, samples);

    public static string Score(string network, long? samples) => Name("is", "score", network, samples);

    public static string Kernel(string network, long? samples) => Name("kid", "kernel", network, samples);

    public static string Precision(string network, long? samples) => Name("precision", "precision", network, samples);

    public static string Recall(string network, long? samples) => Name("recall", "recall", network, samples);

    static string Name(string onInception, string elsewhere, string network, long? samples) =>
        network == InceptionFeatures.InceptionName ? $"{onInception}{Count(samples)}" : $"{elsewhere}{Count(samples)}-{network}";

    /// <summary>"64" for 64, "2k" for 2,048, "2.5k" for 2,500; empty if the number is unknown.</summary>
    static string Count(long? samples) => samples switch
    {
        null => "",
        < 1000 => samples.Value.ToString(CultureInfo.InvariantCulture),
        _ => (samples.Value / 100 / 10.0).ToString("0.#", CultureInfo.InvariantCulture) + "k",
    };
}
