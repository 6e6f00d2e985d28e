using SparseGen.Data;
using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>
/// Compares generated images with real ones. <see cref="FeatureCache.Metric"/> makes the metrics of this library.
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
///         using var scope = device.OpenScope();   // the tensors of a batch are released before the next
///         yield return model.Sample(…);           // (C, H, W, 64)
///     }
/// }
/// </code></example>
public interface IImageMetric
{
    /// <summary>The names of the values for a number of images, in the order of <see cref="Measure(IEnumerable{ImageSet}, CancellationToken)"/>: "frechet2k-resnet20-cifar10", "score2k-resnet20-cifar10".</summary>
    IReadOnlyList<string> Names(int samples);

    /// <summary>Measures generated images.</summary>
    /// <param name="images">sets of images, each of one size</param>
    /// <param name="cancel">cancels the measurement</param>
    /// <returns>one or more values, the most important first</returns>
    /// <exception cref="ArgumentException">There are fewer than two images, or their size is not that of the data set.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    IReadOnlyList<MetricValue> Measure(IEnumerable<ImageSet> images, CancellationToken cancel = default);

    /// <summary>Measures generated images, batch by batch. Each batch is read before the next is requested.</summary>
    /// <param name="device">the device of the batches</param>
    /// <param name="batches">(C, H, W, N) each</param>
    /// <param name="low">the value of black: 0, or −1 after tanh</param>
    /// <param name="high">the value of white</param>
    /// <param name="cancel">cancels the measurement</param>
    /// <inheritdoc cref="Measure(IEnumerable{ImageSet}, CancellationToken)"/>
    IReadOnlyList<MetricValue> Measure(Device device, IEnumerable<Tensor> batches, float low = 0, float high = 1, CancellationToken cancel = default) =>
        Measure(batches.Select(batch => Quantisation.Of(device, batch, "generated", low, high)), cancel);
}

/// <summary>A measured value.</summary>
/// <param name="Name">"fid10k", "frechet2k-resnet20-cifar10"</param>
/// <param name="Value">without a unit</param>
/// <param name="LowerIsBetter">true for distances, false for scores</param>
public readonly record struct MetricValue(string Name, double Value, bool LowerIsBetter);
