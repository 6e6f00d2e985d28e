using SparseGen.Autograd;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>Reads the mask of a model and applies masks to models.</summary>
public static class MaskedModel
{
    /// <summary>The current mask of a model; in a dense model every weight survives.</summary>
    public static Mask Mask(this Model model) => new(model.Prunable.Select(parameter => new LayerMask(
        parameter.Path,
        parameter.Shape,
        parameter.Pattern?.ToMask() ?? Ones(parameter.Shape))));

    /// <summary>Reduces parameters, gradients and optimizer state to the survivors of a mask.</summary>
    /// <param name="model">dense, or pruned by a mask of which the new one is a subset</param>
    /// <param name="mask">has a layer for each of the model's prunable parameters</param>
    /// <param name="allowEmptyLayers">whether a layer may lose all its weights</param>
    /// <exception cref="ArgumentException">The mask belongs to another model, or removes all weights of a layer.</exception>
    public static void Apply(this Model model, Mask mask, bool allowEmptyLayers = false)
    {
        if (!allowEmptyLayers && mask.EmptyLayers.FirstOrDefault() is { } empty)
            throw new ArgumentException($"At a sparsity of {mask.Sparsity:P2} the mask leaves no weight of {empty.Path} {empty.Shape}: nothing passes through it. Prune less, or allow empty layers.");
        var patterns = new Dictionary<string, Pattern>();
        foreach (var parameter in model.Prunable)
        {
            var layer = mask[parameter.Path];
            // A layer without pruned weights remains dense: dense kernels are faster there.
            if (parameter.Pattern is not null || layer.Survivors < layer.Total) patterns.Add(parameter.Path, layer.Pattern);
        }
        model.Apply(patterns);
    }

    /// <summary>The values in the dense shape, 0 where pruned, rounded to Float32.</summary>
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
