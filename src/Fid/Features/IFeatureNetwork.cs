using SparseGen.Data;

namespace SparseGen.Fid;

/// <summary>A fixed network whose features stand for images, and whose logits for what is seen on them.</summary>
public interface IFeatureNetwork : IDisposable
{
    /// <summary>"inception", "resnet20-cifar10"</summary>
    string Name { get; }

    /// <summary>Of everything that the features depend on, in hexadecimal digits.</summary>
    string Fingerprint { get; }

    /// <summary>F</summary>
    int FeatureCount { get; }

    /// <summary>K</summary>
    int ClassCount { get; }

    /// <summary>(C, H, W) of the images that it takes; null if it takes any.</summary>
    Shape? Image => null;

    /// <summary>How many images it takes at once.</summary>
    int BatchSize { get; }

    /// <param name="images">where they are taken from</param>
    /// <param name="start">the first image</param>
    /// <param name="count">N, at most <see cref="BatchSize"/></param>
    /// <param name="features">(N, F), overwritten</param>
    /// <param name="logits">(N, K), overwritten</param>
    /// <exception cref="ArgumentException">The network does not take images of that size.</exception>
    void Extract(ImageSet images, int start, int count, Span<float> features, Span<float> logits);
}
