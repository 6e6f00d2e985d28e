using SparseGen.Autograd;
using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// |∂L/∂c| at c = 1, where c multiplies a weight; this is |θ ∂L/∂θ| (SNIP, Lee et al. 2019, eq. 4). The network is scored in its
/// current state, usually at its initialisation.
/// </summary>
/// <param name="batches">training images</param>
public sealed class Snip(IEnumerable<StepInput> batches) : LossScore(batches)
{
    private protected override IEnumerable<(Parameter Parameter, Variable Score)> Derive(Model model) =>
        Sum(model, (loss, weights) => Gradient.Of(loss, weights)).Select(pair => (pair.Key, (pair.Key.Value.Detach() * pair.Value).Abs()));
}
