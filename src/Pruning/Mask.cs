using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>The mask of a network: one <see cref="LayerMask"/> for each prunable parameter, in the model's order. Immutable.</summary>
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

    /// <summary>The number of prunable weights of the whole network.</summary>
    public long Total { get; }

    /// <summary>The number of weights of the whole network that survive.</summary>
    public long Survivors { get; }

    /// <summary>The fraction of the whole network's prunable weights that is removed. If only one of two equally large components is pruned, it approaches 0.5.</summary>
    public double Sparsity => 1 - Density;

    /// <summary>The fraction of the whole network's prunable weights that survives.</summary>
    public double Density => Total == 0 ? 1 : (double)Survivors / Total;

    /// <summary>The masks without survivors: the output of such a layer does not depend on its input.</summary>
    public IEnumerable<LayerMask> EmptyLayers => _layers.Where(layer => layer is { Survivors: 0, Total: > 0 });

    /// <summary>The density of every component, in the model's order.</summary>
    public IReadOnlyList<(string Component, double Density)> ComponentDensities =>
        [.. _layers.GroupBy(layer => Model.ComponentOf(layer.Path)).Select(component => (component.Key, new Mask(component).Density))];

    /// <summary>The mask of the parameter of a path.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public LayerMask this[string path] => Array.Find(_layers, layer => layer.Path == path)
        ?? throw new ArgumentException($"The mask has no layer '{path}'; it has {string.Join(", ", _layers.Select(layer => layer.Path))}.");

    /// <summary>One-shot pruning of the chosen components to a sparsity, with all their weights ranked together.</summary>
    /// <inheritdoc cref="OneShot"/>
    public static Mask Global(Scores scores, double sparsity, Components? components = null) => OneShot(scores, sparsity, components, Pool.Global);

    /// <summary>One-shot pruning of every pool of the chosen components to a sparsity.</summary>
    /// <param name="scores">the largest are kept; weights that their mask prunes remain pruned</param>
    /// <param name="sparsity">the fraction of a pool's weights that is removed, in [0, 1]; rounded to a whole number of weights</param>
    /// <param name="components">all if null</param>
    /// <param name="pool">the weights that are ranked together</param>
    /// <exception cref="ArgumentOutOfRangeException">The sparsity is not in [0, 1].</exception>
    /// <exception cref="ArgumentException">A pool has a higher sparsity already, or a component does not exist.</exception>
    public static Mask OneShot(Scores scores, double sparsity, Components? components = null, Pool pool = Pool.Global)
    {
        var fraction = Fraction(sparsity, nameof(sparsity));
        return Selection.Keep(scores, components ?? Components.All, pool, (total, survivors) =>
        {
            var keep = total - (long)Math.Round(fraction * total, MidpointRounding.AwayFromZero);
            return keep <= survivors ? keep : throw new ArgumentException($"A sparsity of {sparsity:P2} would revive weights: {1 - (double)survivors / total:P2} of {components ?? Components.All} are already pruned.");
        });
    }

    /// <summary>The next mask of iterative pruning: removes a fraction of the survivors of every pool.</summary>
    /// <param name="scores">the largest are kept; weights that their mask prunes remain pruned</param>
    /// <param name="fraction">p in [0, 1]; p times the number of survivors is rounded to a whole number</param>
    /// <param name="components">all if null</param>
    /// <param name="pool">the weights that are ranked together</param>
    public static Mask Next(Scores scores, double fraction, Components? components = null, Pool pool = Pool.Global)
    {
        Fraction(fraction, nameof(fraction));
        return Selection.Keep(scores, components ?? Components.All, pool, (_, survivors) => survivors - Removed(survivors, fraction));
    }

    /// <summary>One-shot pruning of every pool to the number of survivors that <paramref name="rounds"/> rounds of <see cref="Next"/> leave.</summary>
    /// <param name="scores">scores of a dense network</param>
    /// <param name="fraction">p in [0, 1], the fraction removed in each round</param>
    /// <param name="rounds">number of rounds</param>
    /// <param name="components">all if null</param>
    /// <param name="pool">the weights that are ranked together</param>
    public static Mask AfterRounds(Scores scores, double fraction, int rounds, Components? components = null, Pool pool = Pool.Global)
    {
        Fraction(fraction, nameof(fraction));
        return Selection.Keep(scores, components ?? Components.All, pool, (total, _) => Schedule(total, fraction, rounds)[rounds]);
    }

    /// <summary>The number of survivors after each round of iterative pruning by <see cref="Next"/>, so that one-shot masks can have the same.</summary>
    /// <param name="total">number of weights of the dense pool</param>
    /// <param name="fraction">p in [0, 1], the fraction removed in each round</param>
    /// <param name="rounds">number of rounds</param>
    /// <returns>rounds + 1 numbers, of which the first is the total</returns>
    public static long[] Schedule(long total, double fraction, int rounds)
    {
        var counts = new long[rounds + 1];
        counts[0] = total;
        for (var round = 1; round <= rounds; round++) counts[round] = counts[round - 1] - Removed(counts[round - 1], fraction);
        return counts;
    }

    /// <summary>The number of weights of the chosen components, and how many of them survive.</summary>
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
