using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// A ticket of one model's component becomes that of another model's component of the same architecture: the mask, and the
/// values to start from (Kalibhat et al. 2021, Section 4.4). Layers correspond by their names within the component.
/// </summary>
/// <param name="From">"decoder", of the model that gives</param>
/// <param name="To">"generator", of the model that takes</param>
public sealed record Transfer(string From, string To)
{
    /// <summary>The mask of the model that takes: the given one in the component, everything elsewhere.</summary>
    /// <param name="dense">what a network of the model that takes has</param>
    /// <param name="given">by a layer of <see cref="From"/>, as the model that gives calls it, and its shape</param>
    public Mask Mask(Mask dense, Func<string, Shape, LayerMask> given) => new(dense.Layers.Select(layer =>
        Source(layer.Path) is { } source ? new LayerMask(layer.Path, layer.Shape, given(source, layer.Shape).Bytes) : layer));

    /// <summary>Values of both models: those of the component are given, the others the taker's own. All optimizers begin anew.</summary>
    /// <param name="model">that takes; becomes dense, with these values</param>
    /// <param name="own">of the model that takes</param>
    /// <param name="given">of the model that gives</param>
    /// <exception cref="ArgumentException">A layer is missing on either side, or has another shape; nothing was changed.</exception>
    public void Restore(Model model, Snapshot own, Snapshot given)
    {
        var masks = model.Prunable.Select(parameter => $"{parameter.Path}.mask").ToHashSet();
        model.RestoreWeights(new Snapshot(model.Weights().Where(pair => !masks.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, Value(pair.Key)))));

        NDArray Value(string path)
        {
            var (snapshot, name) = Source(path) is { } source ? (given, source) : (own, path);
            return snapshot.Arrays.TryGetValue(name, out var array) ? array : throw new ArgumentException($"The ticket has no '{name}' for {path}.");
        }
    }

    /// <summary>Where a value of the component comes from; null of any other.</summary>
    string? Source(string path) => path.StartsWith(To + ".", StringComparison.Ordinal) ? From + path[To.Length..] : null;
}
