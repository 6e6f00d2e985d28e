using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// ReLU(s(x) + f(x)) with f = "conv1" 3×3, "bn1", ReLU, "conv2" 3×3, "bn2" (He et al. 2016, figure 2). If the number of
/// channels or the size of the map changes, s is "downsample", a 1×1 convolution with a stride and batch norm, or, without
/// weights, takes every stride-th pixel and adds channels of zeros (the paper's option A); else s(x) = x.
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

    /// <summary>A convolution before batch normalisation and ReLU, with a padding that keeps the size of the map if the stride is 1.</summary>
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
        // The selection of pixels and channels is computed as a sparse 1×1 convolution whose weights are 1.
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
