using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>(in, N) → (out, N). "weight" is (out, in), "bias" (out).</summary>
public sealed class Linear : Module
{
    readonly SpectralNorm? _spectral;

    /// <param name="weight">initial weights; PyTorch's default (<see cref="Initialiser.FanIn"/>) if null</param>
    /// <param name="spectral">whether the weight is divided by its largest singular value, by a <see cref="SpectralNorm"/> named "spectral"</param>
    public Linear(Device device, int inFeatures, int outFeatures, bool bias = true, Initialiser? weight = null, bool spectral = false) : base(device)
    {
        var fanIn = Initialiser.FanIn(inFeatures);
        Weight = AddParameter("weight", new Shape(outFeatures, inFeatures), weight ?? fanIn, prunable: true);
        _spectral = spectral ? Add("spectral", new SpectralNorm(device, Weight)) : null;
        Bias = bias ? AddParameter("bias", new Shape(outFeatures), fanIn) : null;
    }

    public Parameter Weight { get; }

    public Parameter? Bias { get; }

    public override Variable Forward(Variable x, Mode mode)
    {
        x = Precision.Of(x);
        var weight = _spectral is null ? Precision.Of(Weight) : _spectral.Forward(Precision.Of(Weight), mode);
        var y = Contraction.Linear(x, weight, Weight.Pattern);
        return Bias is null ? y : y + Precision.Of(Bias.Value.PerChannel(y.Shape.Rank));
    }
}
