namespace SparseGen.Pruning;

/// <summary>How much each prunable weight matters: large means keep. In the dense shape; the scores of already pruned entries are not looked at.</summary>
public sealed class Scores
{
    readonly float[][] _values;

    /// <param name="mask">What survives now.</param>
    /// <param name="values">For each of its layers, a score for each entry in C order.</param>
    /// <exception cref="ArgumentException">Another number of scores than entries, or a survivor's score is not a number.</exception>
    public Scores(Mask mask, IEnumerable<float[]> values)
    {
        Mask = mask;
        _values = [.. values];
        if (_values.Length != mask.Layers.Count)
            throw new ArgumentException($"Scores of {_values.Length} layers do not fit a mask of {mask.Layers.Count}.");
        for (var i = 0; i < _values.Length; i++) Check(mask.Layers[i], _values[i]);
    }

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
