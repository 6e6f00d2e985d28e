using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>|θ| (Han et al. 2015): what the paper prunes by.</summary>
public sealed class Magnitude : IScore
{
    public Scores Score(Model model) => new(
        model.Mask(),
        model.Prunable.Select(parameter => Array.ConvertAll(parameter.ReadDense(), Math.Abs)));
}
