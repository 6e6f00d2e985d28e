using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>Removes the weights with the lowest scores: the part of pruning that does not depend on the kind of score.</summary>
public static class Selection
{
    /// <summary>
    /// Removes exactly <paramref name="count"/> survivors: those with the lowest scores in the chosen components together. Of equal
    /// scores at the threshold, those removed are spaced evenly in the order of parameters and indices, beginning with the first.
    /// </summary>
    /// <exception cref="ArgumentException">The count is negative or larger than the number of survivors, or a component does not exist.</exception>
    public static Mask Remove(Scores scores, long count, Components components)
    {
        var survivors = scores.Mask.Count(components).Survivors;
        return count >= 0 && count <= survivors
            ? Keep(scores, components, Pool.Global, (_, _) => survivors - count)
            : throw new ArgumentException($"{count} weights cannot be removed from the {survivors} that survive in {components}.");
    }

    /// <summary>Removes the lowest scores of every pool of the chosen components.</summary>
    /// <param name="scores">the largest are kept</param>
    /// <param name="components">are pruned; the others are not changed</param>
    /// <param name="pool">the weights that are ranked together</param>
    /// <param name="keep">gives the new number of survivors of a pool from its total number of weights and its current number of survivors, which it must not exceed</param>
    /// <exception cref="ArgumentException">A component does not exist.</exception>
    internal static Mask Keep(Scores scores, Components components, Pool pool, Func<long, long, long> keep)
    {
        var layers = scores.Mask.Layers.ToArray();
        components.RequireAmong(layers.Select(layer => layer.Path));
        var chosen = Enumerable.Range(0, layers.Length).Where(i => components.Contain(layers[i].Path));
        foreach (var group in chosen.GroupBy(i => PoolOf(layers[i].Path, pool)).ToArray())
        {
            var members = group.ToArray();
            var survivors = members.Sum(i => (long)layers[i].Survivors);
            Remove(scores, survivors - keep(members.Sum(i => (long)layers[i].Total), survivors), members, layers);
        }
        return new Mask(layers);
    }

    /// <summary>The identifier of the pool to which a path belongs.</summary>
    static string PoolOf(string path, Pool pool) => pool switch
    {
        Pool.Network => Model.ComponentOf(path),
        Pool.Layer => path,
        _ => "",
    };

    /// <summary>Removes the lowest scores of one pool.</summary>
    /// <param name="members">indices of its layers</param>
    static void Remove(Scores scores, long count, int[] members, LayerMask[] layers)
    {
        var (threshold, below, at) = Threshold(scores, count, members);
        var ties = new Ties(at, count - below);
        foreach (var i in members) layers[i] = Prune(layers[i], scores[i], threshold, ref ties);
    }

    static LayerMask Prune(LayerMask layer, ReadOnlySpan<float> scores, uint threshold, ref Ties ties)
    {
        var bytes = layer.Bytes.ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0) continue;
            var rank = Rank(scores[i]);
            if (rank < threshold || (rank == threshold && ties.RemovesNext())) bytes[i] = 0;
        }
        return new LayerMask(layer.Path, layer.Shape, bytes);
    }

    /// <summary>The count-th lowest rank of the survivors (fewer than count are below it, at least count are at or below it), the number of ranks below it, and the number equal to it.</summary>
    static (uint Threshold, long Below, long At) Threshold(Scores scores, long count, int[] members)
    {
        // Radix selection with two digits of 16 bits: the first histogram gives the upper half of the threshold, the second the lower half.
        var (upper, below, _) = Digit(Histogram(scores, members, upper: null), count);
        var (lower, alsoBelow, at) = Digit(Histogram(scores, members, (uint)upper), count - below);
        return (((uint)upper << 16) | (uint)lower, below + alsoBelow, at);
    }

    /// <summary>The frequencies of the upper halves of the survivors' ranks, or of the lower halves of the ranks with a given upper half.</summary>
    static long[] Histogram(Scores scores, int[] members, uint? upper)
    {
        var histogram = new long[1 << 16];
        foreach (var i in members)
        {
            var layer = scores.Mask.Layers[i];
            var values = scores[i];
            for (var k = 0; k < values.Length; k++)
            {
                if (!layer.Keeps(k)) continue;
                var rank = Rank(values[k]);
                if (upper is null) histogram[rank >> 16]++;
                else if (rank >> 16 == upper) histogram[rank & 0xFFFF]++;
            }
        }
        return histogram;
    }

    /// <summary>The digit at which the cumulative frequency reaches the count, the cumulative frequency below it, and its frequency.</summary>
    static (int Digit, long Below, long At) Digit(long[] histogram, long count)
    {
        long below = 0;
        for (var digit = 0; digit < histogram.Length; digit++)
        {
            if (below + histogram[digit] >= count) return (digit, below, histogram[digit]);
            below += histogram[digit];
        }
        return (histogram.Length - 1, below, 0);
    }

    /// <summary>Maps scores monotonically to unsigned integers; −0 and 0 are equal.</summary>
    static uint Rank(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits >> 31) != 0 ? ~bits : bits | 0x8000_0000;
    }

    /// <summary>
    /// Selects the given number of equal scores, spaced evenly. If the first ones were removed, a critic whose weights are clipped,
    /// so that most have the same magnitude, would lose all weights of its first layers.
    /// </summary>
    /// <param name="total">number of equal scores</param>
    /// <param name="removed">number of them that are removed</param>
    struct Ties(long total, long removed)
    {
        long _sum = total - 1;

        /// <summary>Whether the next of the equal scores is removed.</summary>
        public bool RemovesNext()
        {
            _sum += removed;
            if (_sum < total) return false;
            _sum -= total;
            return true;
        }
    }
}
