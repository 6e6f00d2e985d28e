using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>A trained network that gives features and class logits of images.</summary>
public interface IFeatureNetwork : IDisposable
{
    /// <summary>"inception", "resnet20-cifar10"</summary>
    string Name { get; }

    /// <summary>A text that identifies everything on which the features depend: a hash in hexadecimal digits, with settings.</summary>
    string Fingerprint { get; }

    /// <summary>F, the number of features of an image.</summary>
    int FeatureCount { get; }

    /// <summary>K, the number of classes.</summary>
    int ClassCount { get; }

    /// <summary>(C, H, W) of the images that it takes; null if it takes any.</summary>
    Shape? Image => null;

    /// <summary>The largest number of images in one call of <see cref="Extract"/>.</summary>
    int BatchSize { get; }

    /// <summary>Computes the features and logits of images [start, start + count).</summary>
    /// <param name="count">N, at most <see cref="BatchSize"/></param>
    /// <param name="features">(N, F), overwritten</param>
    /// <param name="logits">(N, K), overwritten</param>
    /// <exception cref="ArgumentException">The network does not take images of that size.</exception>
    void Extract(ImageSet images, int start, int count, Span<float> features, Span<float> logits);
}
