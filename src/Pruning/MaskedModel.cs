using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>Masks of models.</summary>
public static class MaskedModel
{
    /// <summary>What survives in a model now; of a dense one, everything.</summary>
    public static Mask Mask(this Model model) => new(model.Prunable.Select(parameter => new LayerMask(
        parameter.Path,
        parameter.Shape,
        parameter.Pattern?.ToMask() ?? Ones(parameter.Shape))));

    /// <summary>Keeps the survivors of a mask and forgets the rest: parameters, gradients and optimizer state hold survivors alone.</summary>
    /// <param name="model">dense, or masked by a superset</param>
    /// <param name="mask">of this model's prunable parameters</param>
    /// <param name="allowEmptyLayers">whether a layer may lose all its weights</param>
    /// <exception cref="ArgumentException">The mask belongs to another model, or empties a layer.</exception>
    public static void Apply(this Model model, Mask mask, bool allowEmptyLayers = false)
    {
        if (!allowEmptyLayers && mask.EmptyLayers.FirstOrDefault() is { } empty)
            throw new ArgumentException($"At a sparsity of {mask.Sparsity:P2} the mask leaves no weight of {empty.Path} {empty.Shape}: nothing passes through it. Prune less, or allow empty layers.");
        var patterns = new Dictionary<string, Pattern>();
        foreach (var parameter in model.Prunable)
        {
            var layer = mask[parameter.Path];
            // A layer that lost nothing stays dense: dense kernels are faster there.
            if (parameter.Pattern is not null || layer.Survivors < layer.Total) patterns.Add(parameter.Path, layer.Pattern);
        }
        model.Apply(patterns);
    }

    /// <summary>The values in the dense shape, zero where pruned, rounded to Float32.</summary>
    internal static float[] ReadDense(this Parameter parameter)
    {
        using var scope = parameter.Device.OpenScope();
        return parameter.Device.Read(parameter.Dense(parameter.Value.Value));
    }

    static byte[] Ones(in Shape shape)
    {
        var ones = new byte[shape.Count];
        ones.AsSpan().Fill(1);
        return ones;
    }
}
