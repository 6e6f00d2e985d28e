using SparseGen.Autograd;
using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// A score computed from derivatives of the training losses. The loss of a weight is that of the update that changes it, with the
/// batches, random numbers and mode of a training step; the model is not changed. Weights that no update changes have the score 0.
/// </summary>
/// <param name="batches">inputs of the losses; derivatives are summed over them</param>
public abstract class LossScore(IEnumerable<StepInput> batches) : IScore
{
    public Scores Score(Model model)
    {
        var mask = model.Mask();
        var before = model.Snapshot();
        var scores = mask.Layers.ToDictionary(layer => layer.Path, layer => new float[layer.Total]);
        try
        {
            using var scope = model.Device.OpenScope();
            foreach (var (parameter, score) in Derive(model))
                scores[parameter.Path] = model.Device.Read(parameter.Dense(score.Value));
        }
        finally
        {
            model.Restore(before);
        }
        return new Scores(mask, mask.Layers.Select(layer => scores[layer.Path]));
    }

    /// <summary>The scores of each prunable parameter in its stored form, allocated in the open scope. Weights with the largest scores are kept.</summary>
    private protected abstract IEnumerable<(Parameter Parameter, Variable Score)> Derive(Model model);

    /// <summary>Derivatives of the loss of every update with respect to the prunable parameters that it changes, summed over the batches.</summary>
    /// <param name="derive">computes one derivative for each of the given parameters from the loss</param>
    private protected Dictionary<Parameter, Variable> Sum(Model model, Func<Variable, IReadOnlyList<Parameter>, Variable[]> derive)
    {
        var sums = new Dictionary<Parameter, Variable>();
        foreach (var update in model.Updates)
            foreach (var parameter in Weights(update))
                sums[parameter] = Variable.Constant(model.Device, parameter.Value.Shape, 0);
        using var next = batches.GetEnumerator();
        while (true)
        {
            // A batch that is uploaded when it is enumerated is released with this scope.
            using var scope = model.Device.OpenScope();
            if (!next.MoveNext()) return sums;
            var batch = next.Current;
            model.VisitLosses(batch.Images, batch.Random, batch.Labels, (update, loss) =>
            {
                var weights = Weights(update);
                if (weights.Length == 0) return;
                var derivatives = derive(loss, weights);
                for (var i = 0; i < weights.Length; i++)
                {
                    // The sums belong to the scope of the caller, the derivatives to that of the losses.
                    var sum = sums[weights[i]].Value;
                    model.Device.Kernels.Binary(Kernels.BinaryFunction.Add, sum, derivatives[i].Value, sum);
                }
            });
        }
    }

    static Parameter[] Weights(Update update) => [.. update.Parameters.Where(parameter => parameter.Prunable)];
}
