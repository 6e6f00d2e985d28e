using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>Scores the importance of each weight. How many weights are removed, and which, is decided by <see cref="Selection"/>.</summary>
public interface IScore
{
    /// <summary>The scores of all prunable parameters, in the model's order. Weights with the largest scores are kept.</summary>
    Scores Score(Model model);
}
