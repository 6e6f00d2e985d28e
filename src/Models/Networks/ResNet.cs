using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Residual networks for small images (He et al. 2016): a 3×3 convolution, stages of residual blocks, and the mean of the last
/// map as features. Every stage but the first halves the map. Names are those of PyTorch's networks: "layer2.0.conv1.weight".
/// </summary>
public sealed class ResNet : ClassifierNetwork
{
    readonly Convolution _convolution;
    readonly BatchNorm _norm;
    readonly Sequential[] _stages;

    ResNet(Device device, in Shape image, int classes, InputScaling scaling, int[] channels, int blocks, bool learnedShortcuts)
        : base(device, image, classes, scaling)
    {
        _convolution = AddNamed("conv1", ResidualBlock.Convolution(device, image[0], channels[0], 3, stride: 1));
        _norm = AddNamed("bn1", new BatchNorm(device, channels[0]));
        _stages = new Sequential[channels.Length];
        for (var s = 0; s < channels.Length; s++)
        {
            var stage = new ResidualBlock[blocks];
            for (var b = 0; b < blocks; b++)
                stage[b] = new ResidualBlock(device, b > 0 ? channels[s] : channels[Math.Max(0, s - 1)], channels[s], stride: b == 0 && s > 0 ? 2 : 1, learnedShortcuts);
            _stages[s] = AddNamed($"layer{s + 1}", new Sequential(device, [.. stage]));
        }
        FeatureCount = channels[^1];
        Linear = AddNamed("linear", new Linear(device, FeatureCount, classes));
    }

    /// <summary>
    /// The networks for CIFAR-10 (section 4.2): three stages of (depth − 2) / 6 blocks with 16, 32 and 64 channels, and shortcuts
    /// without weights. ResNet-20 has 0.27 M parameters, ResNet-110 1.7 M.
    /// </summary>
    /// <param name="depth">number of layers with weights: 6·n + 2, such as 20, 32, 44, 56 or 110</param>
    /// <exception cref="ArgumentException">The depth is not of that form.</exception>
    public static ResNet OfDepth(int depth, Device device, in Shape image, int classes, InputScaling scaling) => depth >= 8 && depth % 6 == 2
        ? new(device, image, classes, scaling, [16, 32, 64], BlocksOf(depth), learnedShortcuts: false)
        : throw new ArgumentException($"A residual network of three stages has 6·n + 2 layers, not {depth}.", nameof(depth));

    /// <summary>The number of blocks in a stage.</summary>
    static int BlocksOf(int depth) => (depth - 2) / 6;

    /// <summary>ResNet-18 for small images: four stages of two blocks with 64, 128, 256 and 512 channels, without the pooling at the start. 11.2 M parameters.</summary>
    public static ResNet Of18(Device device, in Shape image, int classes, InputScaling scaling) =>
        new(device, image, classes, scaling, [64, 128, 256, 512], blocks: 2, learnedShortcuts: true);

    public override int FeatureCount { get; }

    protected override Linear Linear { get; }

    protected override Variable FeaturesOfScaled(Variable x, Mode mode)
    {
        x = _norm.Forward(_convolution.Forward(x, mode), mode).Relu();
        foreach (var stage in _stages) x = stage.Forward(x, mode);
        var (channels, batch) = (x.Shape[0], x.Shape[3]);
        return x.SumTo(new Shape(channels, 1, 1, batch)).Reshape(new Shape(channels, batch)) / (x.Shape[1] * x.Shape[2]);
    }
}
