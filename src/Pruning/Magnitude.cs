using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>|θ| (Han et al. 2015), the score that Kalibhat et al. 2021 use.</summary>
public sealed class Magnitude : IScore
{
    public Scores Score(Model model) => new(
        model.Mask(),
        model.Prunable.Select(parameter => Array.ConvertAll(parameter.ReadDense(), Math.Abs)));
}
