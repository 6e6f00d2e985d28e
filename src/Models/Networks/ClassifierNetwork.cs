using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>A network that tells classes apart: features, and a linear layer "linear" on them. Its paths begin with its own modules.</summary>
public abstract class ClassifierNetwork : Module
{
    /// <param name="device">where it computes</param>
    /// <param name="image">(C, H, W)</param>
    /// <param name="classes">K</param>
    /// <param name="scaling">one mean and deviation a channel</param>
    /// <exception cref="ArgumentException">The scaling is of other channels.</exception>
    protected ClassifierNetwork(Device device, in Shape image, int classes, InputScaling scaling) : base(device)
    {
        if (scaling.Mean.Count != image[0] || scaling.Deviation.Count != image[0])
            throw new ArgumentException($"A scaling of {scaling.Mean.Count} channels does not fit images of {image}.", nameof(scaling));
        Image = image;
        Classes = classes;
        Scaling = scaling;
    }

    /// <summary>(C, H, W)</summary>
    public Shape Image { get; }

    /// <summary>K</summary>
    public int Classes { get; }

    public InputScaling Scaling { get; }

    /// <summary>F, the number of features.</summary>
    public abstract int FeatureCount { get; }

    /// <summary>The last layer.</summary>
    protected abstract Linear Linear { get; }

    /// <param name="images">(C, H, W, N), values in [0, 1]</param>
    /// <param name="mode">how batches are normalised</param>
    /// <returns>(F, N)</returns>
    public Variable Features(Variable images, Mode mode)
    {
        if (images.Shape.Rank != 4 || images.Shape.With(3, 1) != new Shape(Image[0], Image[1], Image[2], 1))
            throw new ArgumentException($"The classifier takes images {Image}, not a batch {images.Shape}.");
        return FeaturesOfScaled(Scaling.Of(images), mode);
    }

    /// <param name="features">(F, N)</param>
    /// <returns>logits (K, N)</returns>
    public Variable Classify(Variable features) => Linear.Forward(features, Mode.Evaluate);

    /// <summary>Images (C, H, W, N) in [0, 1] → logits (K, N).</summary>
    public override Variable Forward(Variable x, Mode mode) => Classify(Features(x, mode));

    protected abstract Variable FeaturesOfScaled(Variable x, Mode mode);

    /// <summary>Adds a module whose paths begin with its own name.</summary>
    protected TModule AddNamed<TModule>(string name, TModule module) where TModule : Module
    {
        module.Name(name);
        return Add(name, module);
    }
}
