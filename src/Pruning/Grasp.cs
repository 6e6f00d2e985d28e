using SparseGen.Autograd;
using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// θ ⊙ H∇L: half of the decrease of the squared norm of the gradient, to first order, if a weight is removed (GraSP, Wang et al.
/// 2020, eq. 8, which is the negative of this score and removes the largest values). The Hessian H of the loss of a weight is that
/// with respect to the weights that the same update changes.
/// </summary>
/// <param name="batches">training images</param>
public sealed class Grasp(IEnumerable<StepInput> batches) : LossScore(batches)
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
