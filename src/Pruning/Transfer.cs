using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>
/// Transfers the ticket of a component of one model, the source, to a component of the same architecture of another model, the
/// target: mask and initial values (Kalibhat et al. 2021, section 4.4). Layers correspond by their names within the component.
/// </summary>
/// <param name="From">the component of the source: "decoder"</param>
/// <param name="To">the component of the target: "generator"</param>
public sealed record Transfer(string From, string To)
{
    /// <summary>The mask of the target: that of the source in the component, dense elsewhere.</summary>
    /// <param name="dense">the mask of the dense target</param>
    /// <param name="given">gives the source's mask of a layer by its path in the source and its shape</param>
    public Mask Mask(Mask dense, Func<string, Shape, LayerMask> given) => new(dense.Layers.Select(layer =>
        Source(layer.Path) is { } source ? new LayerMask(layer.Path, layer.Shape, given(source, layer.Shape).Bytes) : layer));

    /// <summary>
    /// Sets the target to the values of the source in the component, and to its own values elsewhere. It becomes dense; state and
    /// step counts of all optimizers become 0.
    /// </summary>
    /// <param name="model">the target</param>
    /// <param name="own">values of the target</param>
    /// <param name="given">values of the source</param>
    /// <exception cref="ArgumentException">An array is missing or has another shape; nothing was changed.</exception>
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

    /// <summary>The path in the source that corresponds to a path in the target; null if that is not in the component.</summary>
    string? Source(string path) => path.StartsWith(To + ".", StringComparison.Ordinal) ? From + path[To.Length..] : null;
}
