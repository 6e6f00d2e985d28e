using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>(in, H, W, N) → (out, (H + 2·padding − kernel)/stride + 1, …, N). "weight" is (out, in, kernel, kernel), "bias" (out).</summary>
public sealed class Convolution : Module
{
    readonly int _stride;
    readonly int _padding;
    readonly SpectralNorm? _spectral;

    /// <param name="device">where it computes</param>
    /// <param name="inChannels">in</param><param name="outChannels">out</param>
    /// <param name="kernel">height and width of the kernel</param>
    /// <param name="stride">in both directions</param><param name="padding">zeros on each of the four sides</param>
    /// <param name="bias">false before batch normalisation, which would cancel it</param>
    /// <param name="weight">PyTorch's default, if absent</param>
    /// <param name="spectral">whether the weight is divided by its largest singular value: "spectral" holds the vectors</param>
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
        var shape = ConvolutionShape.Convolution(x.Shape, Weight.Shape, (_stride, _stride), (_padding, _padding));
        var weight = _spectral is null ? Weight.Value : _spectral.Forward(Weight.Value, mode);
        var y = Contraction.Forward(shape, x, weight, Weight.Pattern);
        return Bias is null ? y : y + Bias.Value.PerChannel(y.Shape.Rank);
    }
}
