using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>A classifier: a network of features, and a linear layer "linear" on them. The paths of its parameters begin with the names of its own modules.</summary>
public abstract class ClassifierNetwork : Module
{
    /// <param name="image">(C, H, W)</param>
    /// <param name="classes">K</param>
    /// <param name="scaling">mean and deviation of each channel</param>
    /// <exception cref="ArgumentException">The scaling has another number of channels.</exception>
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

    /// <summary>The values of the layer before the last.</summary>
    /// <param name="images">(C, H, W, N), values in [0, 1]</param>
    /// <param name="mode">selects batch or running statistics in batch normalisation</param>
    /// <returns>(F, N)</returns>
    /// <exception cref="ArgumentException">The images have another size.</exception>
    public Variable Features(Variable images, Mode mode)
    {
        if (images.Shape.Rank != 4 || images.Shape.With(3, 1) != new Shape(Image[0], Image[1], Image[2], 1))
            throw new ArgumentException($"The classifier takes images {Image}, not a batch {images.Shape}.");
        return FeaturesOfScaled(Scaling.Of(images), mode);
    }

    /// <summary>The last layer: features (F, N) → logits (K, N).</summary>
    public Variable Classify(Variable features) => Linear.Forward(features, Mode.Evaluate);

    /// <summary>Images (C, H, W, N) in [0, 1] → logits (K, N).</summary>
    public override Variable Forward(Variable x, Mode mode) => Classify(Features(x, mode));

    protected abstract Variable FeaturesOfScaled(Variable x, Mode mode);

    /// <summary>Adds a module whose parameters' paths begin with its name.</summary>
    protected TModule AddNamed<TModule>(string name, TModule module) where TModule : Module
    {
        module.Name(name);
        return Add(name, module);
    }
}
