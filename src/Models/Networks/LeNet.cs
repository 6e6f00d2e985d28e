using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// LeNet-5 (LeCun et al. 1998) with ReLU: two 5×5 convolutions of 6 and 16 channels, each with 2×2 average pooling, and
/// linear layers of 120 and 84; the values of the latter are the features. 61,706 parameters for (1, 28, 28) and 10 classes.
/// </summary>
public sealed class LeNet : ClassifierNetwork
{
    const int Kernel = 5, Hidden = 120, Last = 84;

    readonly Sequential _body;

    /// <exception cref="ArgumentException">H and W are not equal multiples of 4, at least 12.</exception>
    public LeNet(Device device, in Shape image, int classes, InputScaling scaling) : base(device, image, classes, scaling)
    {
        if (image[1] != image[2] || image[1] % 4 != 0 || image[1] < 12) throw new ArgumentException($"LeNet takes images (C, H, H) with H = 12, 16, 20, …, not {image}.", nameof(image));
        var map = (image[1] / 2 - Kernel + 1) / 2;
        _body = AddNamed("body", new Sequential(
            device,
            new Convolution(device, image[0], 6, Kernel, padding: 2), new Relu(device), new AveragePooling(device),
            new Convolution(device, 6, 16, Kernel), new Relu(device), new AveragePooling(device),
            new Flatten(device),
            new Linear(device, 16 * map * map, Hidden), new Relu(device),
            new Linear(device, Hidden, Last), new Relu(device)));
        Linear = AddNamed("linear", new Linear(device, Last, classes));
    }

    public override int FeatureCount => Last;

    protected override Linear Linear { get; }

    protected override Variable FeaturesOfScaled(Variable x, Mode mode) => _body.Forward(x, mode);
}
