using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// (in, H, W, N) → (out, (H − 1)·stride − 2·padding + kernel + output padding, …, N). "weight" is (in, out, kernel, kernel), "bias" (out).
/// </summary>
public sealed class TransposedConvolution : Module
{
    readonly int _stride;
    readonly int _padding;
    readonly int _outputPadding;

    /// <param name="device">where it computes</param>
    /// <param name="inChannels">in</param><param name="outChannels">out</param>
    /// <param name="kernel">height and width of the kernel</param>
    /// <param name="stride">in both directions</param><param name="padding">rows and columns cut off on each of the four sides</param>
    /// <param name="outputPadding">rows and columns added below and on the right, fewer than the stride</param>
    /// <param name="bias">false before batch normalisation, which would cancel it</param>
    /// <param name="weight">PyTorch's default, if absent: it takes out·kernel² for the fan-in</param>
    public TransposedConvolution(Device device, int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, bool bias = true, Initialiser? weight = null)
        : base(device)
    {
        _stride = stride;
        _padding = padding;
        _outputPadding = outputPadding;
        var fanIn = Initialiser.FanIn(outChannels * kernel * kernel);
        Weight = AddParameter("weight", new Shape(inChannels, outChannels, kernel, kernel), weight ?? fanIn, prunable: true);
        Bias = bias ? AddParameter("bias", new Shape(outChannels), fanIn) : null;
    }

    public Parameter Weight { get; }

    public Parameter? Bias { get; }

    public override Variable Forward(Variable x, Mode mode)
    {
        var shape = ConvolutionShape.Transposed(x.Shape, Weight.Shape, (_stride, _stride), (_padding, _padding), (_outputPadding, _outputPadding));
        var y = Contraction.BackwardData(shape, x, Weight.Value, Weight.Pattern);
        return Bias is null ? y : y + Bias.Value.PerChannel(y.Shape.Rank);
    }
}
