using SparseGen.Autograd;
using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// A score of derivatives of the training losses. The loss of a weight is that of the update that moves it, with the batches, random
/// numbers and mode of a training step; the model is left as it was. Weights that no update moves have the score 0.
/// </summary>
/// <param name="batches">what the losses are computed from; derivatives are summed over them</param>
public abstract class LossScore(IReadOnlyList<StepInput> batches) : IScore
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

    /// <summary>A score for each stored weight, large means keep, in the scope that is open.</summary>
    private protected abstract IEnumerable<(Parameter Parameter, Variable Score)> Derive(Model model);

    /// <summary>For every update the derivatives of something of its loss with respect to the prunable weights that it moves, summed over the batches.</summary>
    /// <param name="model">whose losses</param>
    /// <param name="derive">from an update, its loss and those weights: a derivative of each</param>
    private protected Dictionary<Parameter, Variable> Sum(Model model, Func<Variable, IReadOnlyList<Parameter>, Variable[]> derive)
    {
        var sums = new Dictionary<Parameter, Variable>();
        foreach (var update in model.Updates)
            foreach (var parameter in Weights(update))
                sums[parameter] = Variable.Constant(model.Device, parameter.Value.Shape, 0);
        foreach (var batch in batches)
            model.VisitLosses(batch.Images, batch.Random, batch.Labels, (update, loss) =>
            {
                var weights = Weights(update);
                if (weights.Length == 0) return;
                var derivatives = derive(loss, weights);
                for (var i = 0; i < weights.Length; i++)
                {
                    // Sums outlive the scope of the losses.
                    var sum = sums[weights[i]].Value;
                    model.Device.Kernels.Binary(Kernels.BinaryFunction.Add, sum, derivatives[i].Value, sum);
                }
            });
        return sums;
    }

    static Parameter[] Weights(Update update) => [.. update.Parameters.Where(parameter => parameter.Prunable)];
}
