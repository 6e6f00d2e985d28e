using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>The change of a map's size in a block.</summary>
enum Resampling
{
    Keep,

    /// <summary>Rows and columns are doubled: nearest neighbour.</summary>
    Up,

    /// <summary>Rows and columns are halved: the mean of 2×2 pixels.</summary>
    Down,
}

/// <summary>
/// s(x) + f(x) with f = "norm1", ReLU, "conv1" 3×3, "norm2", ReLU, "conv2" 3×3, for generators and critics (Gulrajani et al.
/// 2017, appendix F; Miyato et al. 2018, figure 8). The map is doubled before conv1 or halved after conv2. If the number of
/// channels or the size of the map changes, s is a 1×1 convolution "shortcut" with the same resampling; else s(x) = x.
/// </summary>
sealed class PreactivationBlock : Module
{
    readonly Resampling _resampling;
    readonly BatchNorm? _norm1;
    readonly Convolution _convolution1;
    readonly BatchNorm _norm2;
    readonly Convolution _convolution2;
    readonly Convolution? _shortcut;
    readonly Upsampling _double;
    readonly AveragePooling _halve;

    /// <param name="ofImages">whether x are images: then norm1 and the first ReLU are left out</param>
    public PreactivationBlock(Device device, int inChannels, int outChannels, Resampling resampling, bool ofImages = false) : base(device)
    {
        _resampling = resampling;
        if (!ofImages) _norm1 = Add("norm1", new BatchNorm(device, inChannels));
        _convolution1 = Add("conv1", ResidualBlock.Convolution(device, inChannels, outChannels, 3, stride: 1));
        _norm2 = Add("norm2", new BatchNorm(device, outChannels));
        _convolution2 = Add("conv2", ResidualBlock.Convolution(device, outChannels, outChannels, 3, stride: 1));
        if (inChannels != outChannels || resampling != Resampling.Keep) _shortcut = Add("shortcut", ResidualBlock.Convolution(device, inChannels, outChannels, 1, stride: 1));
        _double = new Upsampling(device);
        _halve = new AveragePooling(device);
    }

    public override Variable Forward(Variable x, Mode mode)
    {
        var y = _norm1 is null ? x : _norm1.Forward(x, mode).Relu();
        if (_resampling == Resampling.Up) y = _double.Forward(y, mode);
        y = _convolution1.Forward(y, mode);
        y = _convolution2.Forward(_norm2.Forward(y, mode).Relu(), mode);
        if (_resampling == Resampling.Down) y = _halve.Forward(y, mode);
        return y + Shortcut(x, mode);
    }

    /// <summary>A 1×1 convolution commutes with the resampling: it is applied to the smaller map, which takes less work.</summary>
    Variable Shortcut(Variable x, Mode mode)
    {
        if (_resampling == Resampling.Down) x = _halve.Forward(x, mode);
        if (_shortcut is not null) x = _shortcut.Forward(x, mode);
        return _resampling == Resampling.Up ? _double.Forward(x, mode) : x;
    }
}
