using SparseGen.Data;
using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>The Inception network for images of any size: features "pool3" and logits without bias.</summary>
public sealed class InceptionFeatures : IFeatureNetwork
{
    /// <summary>The environment variable that names the file of weights.</summary>
    public const string Variable = "SPARSEGEN_INCEPTION";

    /// <summary>The file that <see cref="Variable"/> names; null if it is not set.</summary>
    public static string? WeightsOfEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file ? file : null;

    /// <summary>The name of the network. Only scores on its features are called FID and Inception Score.</summary>
    public const string InceptionName = "inception";

    /// <summary>Larger batches are hardly faster, and the first maps of 32 images take 1 GB.</summary>
    const int MaxBatchSize = 32;

    readonly Device _device;
    readonly InceptionNetwork _network;
    readonly InceptionInput _input;
    float[] _pixels = [];

    /// <param name="network">disposed with this</param>
    /// <param name="preprocessing">part of the fingerprint, since features with different preprocessing are not comparable</param>
    public InceptionFeatures(Device device, InceptionNetwork network, Preprocessing preprocessing)
    {
        _device = device;
        _network = network;
        _input = new InceptionInput(preprocessing);
        Fingerprint = $"{network.Fingerprint} {preprocessing}";
    }

    public string Name => InceptionName;

    public string Fingerprint { get; }

    public int FeatureCount => InceptionArchitecture.Features;

    public int ClassCount => InceptionArchitecture.Classes;

    public int BatchSize => MaxBatchSize;

    public void Extract(ImageSet images, int start, int count, Span<float> features, Span<float> logits)
    {
        using var scope = _device.OpenScope();
        var shape = new Shape(3, InceptionArchitecture.ImageSize, InceptionArchitecture.ImageSize, count);
        if (_pixels.Length != shape.Count) _pixels = new float[shape.Count];
        _input.Fill(images, start, count, _pixels);
        var columns = _device.Allocate(new Shape(FeatureCount, count));
        _network.Extract(_device.Upload(shape, _pixels), columns);
        BatchRows.Read(_device, columns, features);
        var classes = _device.Allocate(new Shape(ClassCount, count));
        _network.Classify(columns, classes);
        BatchRows.Read(_device, classes, logits);
    }

    public void Dispose() => _network.Dispose();
}
