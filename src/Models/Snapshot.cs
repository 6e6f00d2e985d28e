namespace SparseGen.Models;

/// <summary>Everything a rewind restores, dense and on the host: parameters, masks, buffers, optimizer state and step counts, by name.</summary>
public sealed class Snapshot
{
    readonly Dictionary<string, StoredArray> _arrays = [];

    /// <exception cref="ArgumentException">Two arrays have the same name.</exception>
    public Snapshot(IEnumerable<StoredArray> arrays)
    {
        foreach (var array in arrays)
            if (!_arrays.TryAdd(array.Name, array))
                throw new ArgumentException($"Two arrays of a snapshot are named '{array.Name}'.");
    }

    /// <summary>In the order of the model.</summary>
    public IReadOnlyCollection<StoredArray> Arrays => _arrays.Values;

    /// <summary>The array of this name, or null.</summary>
    public StoredArray? Find(string name) => _arrays.GetValueOrDefault(name);
}

/// <summary>A named array on the host.</summary>
/// <param name="Name">"decoder.2.weight", "decoder.2.weight.adam.m", "decoder.2.weight.mask", "optimizer.steps"</param>
/// <param name="Shape">of the dense array</param>
/// <param name="DType">of an element</param>
/// <param name="Bytes">the elements in C order, little-endian</param>
public sealed record StoredArray(string Name, Shape Shape, DType DType, ReadOnlyMemory<byte> Bytes);
