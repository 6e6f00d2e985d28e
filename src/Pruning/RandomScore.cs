using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>Uniform random numbers: the baseline of the other scores.</summary>
/// <param name="seed">seed of the random numbers</param>
/// <param name="round">round of pruning; each has other random numbers</param>
public sealed class RandomScore(ulong seed, ulong round = 0) : IScore
{
    public Scores Score(Model model) => new(model.Mask(), model.Prunable.Select(parameter =>
    {
        using var scope = model.Device.OpenScope();
        var scores = model.Device.Allocate(parameter.Shape);
        model.Device.Kernels.Uniform(RandomStream.For(seed, "random score " + parameter.Path, round), scores);
        return model.Device.Read(scores);
    }));
}
