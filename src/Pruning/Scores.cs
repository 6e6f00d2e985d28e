namespace SparseGen.Pruning;

/// <summary>The importance of each prunable weight: the largest scores are kept. Scores have the dense shape; those of weights that are pruned already are ignored.</summary>
public sealed class Scores
{
    readonly float[][] _values;

    /// <param name="mask">the current mask of the network</param>
    /// <param name="values">for each layer of the mask, a score for each weight in C order</param>
    /// <exception cref="ArgumentException">The number of layers or scores differs from that of the mask, or the score of a survivor is NaN.</exception>
    public Scores(Mask mask, IEnumerable<float[]> values)
    {
        Mask = mask;
        _values = [.. values];
        if (_values.Length != mask.Layers.Count)
            throw new ArgumentException($"Scores of {_values.Length} layers do not fit a mask of {mask.Layers.Count}.");
        for (var i = 0; i < _values.Length; i++) Check(mask.Layers[i], _values[i]);
    }

    /// <summary>The mask of the network of which the scores were computed.</summary>
    public Mask Mask { get; }

    /// <summary>The scores of layer number i of the mask.</summary>
    public ReadOnlySpan<float> this[int layer] => _values[layer];

    static void Check(LayerMask layer, float[] values)
    {
        if (values.Length != layer.Total)
            throw new ArgumentException($"{values.Length} scores do not fit {layer.Path} {layer.Shape}.");
        for (var i = 0; i < values.Length; i++)
            if (float.IsNaN(values[i]) && layer.Keeps(i))
                throw new ArgumentException($"The score of entry {i} of {layer.Path} is not a number: the training diverged, or the score is not defined here.");
    }
}
