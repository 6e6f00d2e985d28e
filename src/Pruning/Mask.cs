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

    /// <summary>The density of every component, in the model's order.</summary>
    public IReadOnlyList<(string Component, double Density)> ComponentDensities =>
        [.. _layers.GroupBy(layer => Components.Of(layer.Path)).Select(component => (component.Key, new Mask(component).Density))];

    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public LayerMask this[string path] => Array.Find(_layers, layer => layer.Path == path)
        ?? throw new ArgumentException($"The mask has no layer '{path}'; it has {string.Join(", ", _layers.Select(layer => layer.Path))}.");

    /// <summary>The mask that leaves the given sparsity in the chosen components, all of them ranked together: one-shot pruning.</summary>
    /// <inheritdoc cref="OneShot"/>
    public static Mask Global(Scores scores, double sparsity, Components? components = null) => OneShot(scores, sparsity, components, Pool.Global);

    /// <summary>The mask that leaves the given sparsity in every pool of the chosen components: one-shot pruning.</summary>
    /// <param name="scores">Large means keep; what they hold as pruned stays pruned.</param>
    /// <param name="sparsity">The fraction of a pool's weights to be gone, in [0, 1]; rounded to a whole weight.</param>
    /// <param name="components">All, if none are given.</param>
    /// <param name="pool">what is ranked together</param>
    /// <exception cref="ArgumentException">More is already pruned.</exception>
    public static Mask OneShot(Scores scores, double sparsity, Components? components = null, Pool pool = Pool.Global)
    {
        var fraction = Fraction(sparsity, nameof(sparsity));
        return Selection.Keep(scores, components ?? Components.All, pool, (total, survivors) =>
        {
            var keep = total - (long)Math.Round(fraction * total, MidpointRounding.AwayFromZero);
            return keep <= survivors ? keep : throw new ArgumentException($"A sparsity of {sparsity:P2} would revive weights: {1 - (double)survivors / total:P2} of {components ?? Components.All} are already pruned.");
        });
    }

    /// <summary>The next mask of iterative pruning: of the survivors of every pool the given fraction goes.</summary>
    /// <param name="scores">Large means keep; what they hold as pruned stays pruned.</param>
    /// <param name="fraction">p, in [0, 1]; rounded to a whole weight</param>
    /// <param name="components">All, if none are given.</param>
    /// <param name="pool">what is ranked together</param>
    public static Mask Next(Scores scores, double fraction, Components? components = null, Pool pool = Pool.Global)
    {
        Fraction(fraction, nameof(fraction));
        return Selection.Keep(scores, components ?? Components.All, pool, (_, survivors) => survivors - Removed(survivors, fraction));
    }

    /// <summary>One cut to as many survivors in every pool as so many rounds of <see cref="Next"/> leave there.</summary>
    /// <param name="scores">of a dense network</param>
    /// <param name="fraction">p, in [0, 1], of a round</param>
    /// <param name="rounds">how many</param>
    /// <param name="components">All, if none are given.</param>
    /// <param name="pool">what is ranked together</param>
    public static Mask AfterRounds(Scores scores, double fraction, int rounds, Components? components = null, Pool pool = Pool.Global)
    {
        Fraction(fraction, nameof(fraction));
        return Selection.Keep(scores, components ?? Components.All, pool, (total, _) => Schedule(total, fraction, rounds)[rounds]);
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
