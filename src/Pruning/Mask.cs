namespace SparseGen.Pruning;

/// <summary>Which weights of a network survive: one <see cref="LayerMask"/> for each prunable parameter, in the model's order. Immutable.</summary>
public sealed class Mask
{
    readonly LayerMask[] _layers;

    public Mask(IEnumerable<LayerMask> layers)
    {
        _layers = [.. layers];
        foreach (var layer in _layers)
        {
            Total += layer.Total;
            Survivors += layer.Survivors;
        }
    }

    public IReadOnlyList<LayerMask> Layers => _layers;

    /// <summary>The prunable weights of the whole network.</summary>
    public long Total { get; }

    public long Survivors { get; }

    /// <summary>The fraction of the whole network's prunable weights that is removed; pruning one of two equal components alone ends near 0.5.</summary>
    public double Sparsity => 1 - Density;

    /// <summary>The fraction of the whole network's prunable weights that survives.</summary>
    public double Density => Total == 0 ? 1 : (double)Survivors / Total;

    /// <summary>Weights with no survivor: nothing passes through such a layer, the path is cut.</summary>
    public IEnumerable<LayerMask> EmptyLayers => _layers.Where(layer => layer is { Survivors: 0, Total: > 0 });

    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public LayerMask this[string path] => Array.Find(_layers, layer => layer.Path == path)
        ?? throw new ArgumentException($"The mask has no layer '{path}'; it has {string.Join(", ", _layers.Select(layer => layer.Path))}.");

    /// <summary>The mask that leaves the given sparsity in the chosen components: one-shot pruning, pooled over their layers.</summary>
    /// <param name="scores">Large means keep; what they hold as pruned stays pruned.</param>
    /// <param name="sparsity">The fraction of the chosen components' weights to be gone, in [0, 1]; rounded to a whole weight.</param>
    /// <param name="components">All, if none are given.</param>
    /// <exception cref="ArgumentException">More is already pruned.</exception>
    public static Mask Global(Scores scores, double sparsity, Components? components = null)
    {
        var chosen = components ?? Components.All;
        var (total, survivors) = scores.Mask.Count(chosen);
        var keep = total - (long)Math.Round(Fraction(sparsity, nameof(sparsity)) * total, MidpointRounding.AwayFromZero);
        if (keep > survivors)
            throw new ArgumentException($"A sparsity of {sparsity:P2} would revive weights: {1 - (double)survivors / total:P2} of {chosen} are already pruned.");
        return Selection.Remove(scores, survivors - keep, chosen);
    }

    /// <summary>The next mask of iterative pruning: of the chosen components' survivors the given fraction goes, pooled over their layers.</summary>
    /// <param name="scores">Large means keep; what they hold as pruned stays pruned.</param>
    /// <param name="fraction">p, in [0, 1]; rounded to a whole weight</param>
    /// <param name="components">All, if none are given.</param>
    public static Mask Next(Scores scores, double fraction, Components? components = null)
    {
        var chosen = components ?? Components.All;
        var survivors = scores.Mask.Count(chosen).Survivors;
        return Selection.Remove(scores, Removed(survivors, Fraction(fraction, nameof(fraction))), chosen);
    }

    /// <summary>The survivors after each round of iterative pruning, exactly as <see cref="Next"/> leaves them, so that one-shot masks can be cut to the same counts.</summary>
    /// <returns>rounds + 1 counts, the first being all of them</returns>
    public static long[] Schedule(long total, double fraction, int rounds)
    {
        var counts = new long[rounds + 1];
        counts[0] = total;
        for (var round = 1; round <= rounds; round++) counts[round] = counts[round - 1] - Removed(counts[round - 1], fraction);
        return counts;
    }

    /// <summary>How many weights the chosen components have, and how many of them survive.</summary>
    /// <exception cref="ArgumentException">A chosen component does not exist.</exception>
    public (long Total, long Survivors) Count(Components components)
    {
        components.RequireAmong(_layers.Select(layer => layer.Path));
        var chosen = _layers.Where(layer => components.Contain(layer.Path)).ToArray();
        return (chosen.Sum(layer => (long)layer.Total), chosen.Sum(layer => (long)layer.Survivors));
    }

    static long Removed(long survivors, double fraction) => (long)Math.Round(fraction * survivors, MidpointRounding.AwayFromZero);

    static double Fraction(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A fraction lies between 0 and 1.");
}
