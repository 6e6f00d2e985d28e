using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>(in, H, W, N) → (out, (H + 2·padding − kernel)/stride + 1, …, N). "weight" is (out, in, kernel, kernel), "bias" (out).</summary>
public sealed class Convolution : Module
{
    readonly int _stride;
    readonly int _padding;
    readonly SpectralNorm? _spectral;

    /// <param name="kernel">height and width of the kernel</param>
    /// <param name="stride">stride in both directions</param>
    /// <param name="padding">rows and columns of zeros on each of the four sides</param>
    /// <param name="bias">whether there is a bias; batch normalisation cancels it</param>
    /// <param name="weight">initial weights; PyTorch's default (<see cref="Initialiser.FanIn"/>) if null</param>
    /// <param name="spectral">whether the weight is divided by its largest singular value, by a <see cref="SpectralNorm"/> named "spectral"</param>
    public Convolution(Device device, int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, bool bias = true, Initialiser? weight = null, bool spectral = false)
        : base(device)
    {
        _stride = stride;
        _padding = padding;
        var fanIn = Initialiser.FanIn(inChannels * kernel * kernel);
        Weight = AddParameter("weight", new Shape(outChannels, inChannels, kernel, kernel), weight ?? fanIn, prunable: true);
        _spectral = spectral ? Add("spectral", new SpectralNorm(device, Weight)) : null;
        Bias = bias ? AddParameter("bias", new Shape(outChannels), fanIn) : null;
    }

    public Parameter Weight { get; }

    public Parameter? Bias { get; }

    public override Variable Forward(Variable x, Mode mode)
    {
        x = Precision.Of(x);
        var shape = ConvolutionShape.Convolution(x.Shape, Weight.Shape, (_stride, _stride), (_padding, _padding));
        var weight = _spectral is null ? Precision.Of(Weight) : _spectral.Forward(Precision.Of(Weight), mode);
        var y = Contraction.Forward(shape, x, weight, Weight.Pattern);
        return Bias is null ? y : y + Precision.Of(Bias.Value.PerChannel(y.Shape.Rank));
    }
}
