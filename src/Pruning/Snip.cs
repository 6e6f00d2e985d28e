using SparseGen.Autograd;
using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// |∂L/∂c| of the presence c of a connection, which is |θ ∂L/∂θ| (SNIP, Lee et al. 2019, eq. 4), of a network as it is, usually at its
/// initialisation.
/// </summary>
/// <param name="batches">of training images</param>
public sealed class Snip(IReadOnlyList<StepInput> batches) : LossScore(batches)
{
    private protected override IEnumerable<(Parameter Parameter, Variable Score)> Derive(Model model) =>
        Sum(model, (loss, weights) => Gradient.Of(loss, weights)).Select(pair => (pair.Key, (pair.Key.Value.Detach() * pair.Value).Abs()));
}
