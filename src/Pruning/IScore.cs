using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>Says how much each weight matters. Which of them go, and how many, is <see cref="Selection"/>'s.</summary>
public interface IScore
{
    /// <summary>Scores of every prunable parameter, in the model's order; large means keep.</summary>
    Scores Score(Model model);
}
