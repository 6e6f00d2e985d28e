using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>Measures generated images against a data set.</summary>
public interface IImageMetric : IDisposable
{
    /// <param name="images">what a model generated, piece by piece</param>
    /// <param name="cancel">ends the measurement</param>
    /// <returns>one or more values, the most telling first</returns>
    IReadOnlyList<MetricValue> Measure(IEnumerable<ImageSet> images, CancellationToken cancel = default);
}

/// <summary>A measured value.</summary>
/// <param name="Name">"fid10k", "frechet2k-resnet20-cifar10"</param>
/// <param name="Value">in no unit</param>
/// <param name="LowerIsBetter">whether it is a distance</param>
public readonly record struct MetricValue(string Name, double Value, bool LowerIsBetter);
