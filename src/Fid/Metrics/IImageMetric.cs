using SparseGen.Data;
using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>
/// Measures generated images against real ones: the one way from a model's images to numbers.
/// <see cref="FeatureCache.Metric"/> opens it.
/// </summary>
/// <example><code>
/// var cache = new FeatureCache();
/// using var classifier = cache.Classifier(cifar10, device);
/// var metric = cache.Metric(cifar10.Train, classifier);
/// foreach (var (name, value, _) in metric.Measure(device, Samples(count: 2048), low: -1)) …   // frechet2k-resnet20-cifar10
///
/// IEnumerable&lt;Tensor&gt; Samples(int count)
/// {
///     for (var done = 0; done &lt; count; done += 64)
///     {
///         using var scope = device.OpenScope();   // what a batch needed is released before the next
///         yield return model.Sample(…);           // (C, H, W, 64)
///     }
/// }
/// </code></example>
public interface IImageMetric
{
    /// <summary>How the values of so many images are called, in the order in which they are measured: "frechet2k-resnet20-cifar10", "score2k-resnet20-cifar10".</summary>
    IReadOnlyList<string> Names(int samples);

    /// <param name="images">what a model generated, piece by piece</param>
    /// <param name="cancel">ends the measurement</param>
    /// <returns>one or more values, the most telling first</returns>
    /// <exception cref="ArgumentException">There are fewer than two images, or of another size than the data set's.</exception>
    IReadOnlyList<MetricValue> Measure(IEnumerable<ImageSet> images, CancellationToken cancel = default);

    /// <summary>Measures what a model generates, batch by batch. A batch is read before the next is asked for.</summary>
    /// <param name="device">where the batches are</param>
    /// <param name="batches">(C, H, W, N) each</param>
    /// <param name="low">what is black: 0, or −1 after tanh</param>
    /// <param name="high">what is white</param>
    /// <param name="cancel">ends the measurement</param>
    /// <inheritdoc cref="Measure(IEnumerable{ImageSet}, CancellationToken)"/>
    IReadOnlyList<MetricValue> Measure(Device device, IEnumerable<Tensor> batches, float low = 0, float high = 1, CancellationToken cancel = default) =>
        Measure(batches.Select(batch => Quantisation.Of(device, batch, "generated", low, high)), cancel);
}

/// <summary>A measured value.</summary>
/// <param name="Name">"fid10k", "frechet2k-resnet20-cifar10"</param>
/// <param name="Value">in no unit</param>
/// <param name="LowerIsBetter">whether it is a distance</param>
public readonly record struct MetricValue(string Name, double Value, bool LowerIsBetter);
