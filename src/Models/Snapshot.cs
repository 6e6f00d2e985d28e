namespace SparseGen.Models;

/// <summary>
/// The state that a rewind restores, as dense arrays on the host: parameters ("decoder.2.weight") with their optimizer state
/// ("decoder.2.weight.adam.m") and, if they are pruned, masks ("decoder.2.weight.mask"), buffers, and the step counts of the
/// updates ("discriminator.steps").
/// </summary>
public sealed class Snapshot
{
    readonly Dictionary<string, NDArray> _arrays;

    /// <param name="arrays">the arrays of a model, or of a file to which they were written</param>
    /// <exception cref="ArgumentException">Two arrays have the same name.</exception>
    public Snapshot(IEnumerable<KeyValuePair<string, NDArray>> arrays) => _arrays = new Dictionary<string, NDArray>(arrays);

    /// <summary>By name, in the order of the model.</summary>
    public IReadOnlyDictionary<string, NDArray> Arrays => _arrays;

    /// <exception cref="ArgumentException">The snapshot has no such array, or it has another shape or format.</exception>
    internal NDArray Get(string name, in Shape shape, DType type)
    {
        if (!_arrays.TryGetValue(name, out var array)) throw new ArgumentException($"The snapshot has no array '{name}'.");
        return array.Shape == shape && array.DType == type
            ? array
            : throw new ArgumentException($"'{name}' of the snapshot is {array.DType} {array.Shape}; the model has {type} {shape}.");
    }
}
