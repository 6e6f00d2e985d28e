using SparseGen.Autograd;
using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// θ ⊙ H∇L: how much the gradient's squared norm falls when a weight is taken away, to first order, halved (GraSP, Wang et al. 2020, eq. 8,
/// whose score is the negative of this one and removes the largest). H is the Hessian of a weight's loss with respect to the
/// weights that its update moves.
/// </summary>
/// <param name="batches">of training images</param>
public sealed class Grasp(IReadOnlyList<StepInput> batches) : LossScore(batches)
{
    private protected override IEnumerable<(Parameter Parameter, Variable Score)> Derive(Model model)
    {
        var gradients = Sum(model, (loss, weights) => Gradient.Of(loss, weights));
        var products = Sum(model, (loss, weights) =>
        {
            var again = Gradient.Of(loss, weights, createGraph: true);
            var product = again.Zip(weights, (gradient, weight) => (gradient * gradients[weight]).Sum()).Aggregate((a, b) => a + b);
            return Gradient.Of(product, weights);
        });
        return products.Select(pair => (pair.Key, pair.Key.Value.Detach() * pair.Value));
    }
}
