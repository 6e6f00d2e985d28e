using System.Globalization;

namespace SparseGen.Fid;

/// <summary>
/// Names of metrics that say how many samples they were taken from, since they depend on it, and in which features:
/// "fid10k"; "frechet2k-resnet20-cifar10" where the features are not Inception's, which are never called FID.
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

    /// <summary>64 is "64", 2,048 is "2k", 2,500 is "2.5k"; an unknown number is nothing.</summary>
    static string Count(long? samples) => samples switch
    {
        null => "",
        < 1000 => samples.Value.ToString(CultureInfo.InvariantCulture),
        _ => (samples.Value / 100 / 10.0).ToString("0.#", CultureInfo.InvariantCulture) + "k",
    };
}
