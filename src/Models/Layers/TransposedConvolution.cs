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

    /// <param name="kernel">height and width of the kernel</param>
    /// <param name="stride">stride in both directions</param>
    /// <param name="padding">rows and columns that are removed on each of the four sides</param>
    /// <param name="outputPadding">rows and columns that are added at the bottom and on the right, fewer than the stride</param>
    /// <param name="bias">whether there is a bias; batch normalisation cancels it</param>
    /// <param name="weight">initial weights; PyTorch's default if null: <see cref="Initialiser.FanIn"/> with a fan-in of out·kernel²</param>
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
        x = Precision.Of(x);
        var shape = ConvolutionShape.Transposed(x.Shape, Weight.Shape, (_stride, _stride), (_padding, _padding), (_outputPadding, _outputPadding));
        var y = Contraction.BackwardData(shape, x, Precision.Of(Weight), Weight.Pattern);
        return Bias is null ? y : y + Precision.Of(Bias.Value.PerChannel(y.Shape.Rank));
    }
}
