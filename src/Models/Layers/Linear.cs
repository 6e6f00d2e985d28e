using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>(in, N) → (out, N). "weight" is (out, in), "bias" (out).</summary>
public sealed class Linear : Module
{
    /// <param name="device">where it computes</param>
    /// <param name="inFeatures">in</param><param name="outFeatures">out</param>
    /// <param name="bias">whether one is added</param>
    /// <param name="weight">PyTorch's default, if absent</param>
    public Linear(Device device, int inFeatures, int outFeatures, bool bias = true, Initialiser? weight = null) : base(device)
    {
        var fanIn = Initialiser.FanIn(inFeatures);
        Weight = AddParameter("weight", new Shape(outFeatures, inFeatures), weight ?? fanIn, prunable: true);
        Bias = bias ? AddParameter("bias", new Shape(outFeatures), fanIn) : null;
    }

    public Parameter Weight { get; }

    public Parameter? Bias { get; }

    public override Variable Forward(Variable x, Mode mode)
    {
        var y = Contraction.Linear(x, Weight.Value, Weight.Pattern);
        return Bias is null ? y : y + Bias.Value.PerChannel(y.Shape.Rank);
    }
}
