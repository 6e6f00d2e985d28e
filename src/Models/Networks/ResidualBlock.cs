using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// ReLU(x′ + f(x)) with f = two 3×3 convolutions "conv1" and "conv2", each normalised, "bn1" and "bn2", and a ReLU between
/// them (He et al. 2016, figure 2). Where the channels or the map change, x′ is "downsample", a normalised 1×1 convolution
/// with a stride, or, without weights, every stride-th pixel between channels of zeros (the paper's option A).
/// </summary>
sealed class ResidualBlock : Module
{
    readonly Convolution _convolution1;
    readonly BatchNorm _norm1;
    readonly Convolution _convolution2;
    readonly BatchNorm _norm2;
    readonly int _stride;
    readonly Sequential? _downsample;
    readonly Pattern? _placement;

    public ResidualBlock(Device device, int inChannels, int outChannels, int stride, bool learnedShortcut) : base(device)
    {
        _stride = stride;
        _convolution1 = Add("conv1", Convolution(device, inChannels, outChannels, 3, stride));
        _norm1 = Add("bn1", new BatchNorm(device, outChannels));
        _convolution2 = Add("conv2", Convolution(device, outChannels, outChannels, 3, stride: 1));
        _norm2 = Add("bn2", new BatchNorm(device, outChannels));
        if (stride == 1 && inChannels == outChannels) return;
        if (learnedShortcut) _downsample = Add("downsample", new Sequential(device, Convolution(device, inChannels, outChannels, 1, stride), new BatchNorm(device, outChannels)));
        else _placement = Placement(inChannels, outChannels);
    }

    /// <summary>A convolution that keeps the map's size but for the stride, before batch normalisation and ReLU.</summary>
    public static Convolution Convolution(Device device, int inChannels, int outChannels, int kernel, int stride) =>
        new(device, inChannels, outChannels, kernel, stride, padding: kernel / 2, bias: false, weight: Initialiser.He(inChannels * kernel * kernel));

    public override Variable Forward(Variable x, Mode mode)
    {
        var y = _norm1.Forward(_convolution1.Forward(x, mode), mode).Relu();
        y = _norm2.Forward(_convolution2.Forward(y, mode), mode);
        return (y + Shortcut(x, mode)).Relu();
    }

    Variable Shortcut(Variable x, Mode mode)
    {
        if (_downsample is not null) return _downsample.Forward(x, mode);
        if (_placement is null) return x;
        // Moving channels is a 1×1 convolution whose few weights are 1.
        var geometry = ConvolutionShape.Convolution(x.Shape, _placement.Shape, (_stride, _stride), (0, 0));
        return Contraction.Forward(geometry, x, Variable.Constant(Device, new Shape(_placement.Count), 1), _placement);
    }

    /// <summary>Input channel c becomes output channel c + (out − in)/2.</summary>
    static Pattern Placement(int inChannels, int outChannels)
    {
        var mask = new byte[outChannels * inChannels];
        for (var c = 0; c < inChannels; c++) mask[(c + (outChannels - inChannels) / 2) * inChannels + c] = 1;
        return new Pattern(new Shape(outChannels, inChannels, 1, 1), mask);
    }
}
