namespace SparseGen.Pruning;

/// <summary>Cuts the lowest scores off, whatever the scores are: the half of pruning that all pruners share.</summary>
public static class Selection
{
    /// <summary>
    /// Removes exactly <paramref name="count"/> survivors: those with the lowest scores, pooled over the chosen components.
    /// Equal scores at the threshold are removed evenly along the order of parameters and indices, the first of them first.
    /// </summary>
    /// <exception cref="ArgumentException">Fewer survive than are to be removed, or a component does not exist.</exception>
    public static Mask Remove(Scores scores, long count, Components components)
    {
        var survivors = scores.Mask.Count(components).Survivors;
        return count >= 0 && count <= survivors
            ? Keep(scores, components, Pool.Global, (_, _) => survivors - count)
            : throw new ArgumentException($"{count} weights cannot be removed from the {survivors} that survive in {components}.");
    }

    /// <summary>Removes the lowest scores of every pool of the chosen components.</summary>
    /// <param name="scores">large means keep</param>
    /// <param name="components">that are pruned; the others stay as they are</param>
    /// <param name="pool">what is ranked together</param>
    /// <param name="keep">from a pool's weights and how many of them survive: how many are left, at most as many</param>
    /// <exception cref="ArgumentException">A component does not exist.</exception>
    internal static Mask Keep(Scores scores, Components components, Pool pool, Func<long, long, long> keep)
    {
        var layers = scores.Mask.Layers.ToArray();
        components.RequireAmong(layers.Select(layer => layer.Path));
        var chosen = Enumerable.Range(0, layers.Length).Where(i => components.Contain(layers[i].Path));
        foreach (var together in chosen.GroupBy(i => Key(layers[i].Path, pool)).ToArray())
        {
            var members = together.ToArray();
            var survivors = members.Sum(i => (long)layers[i].Survivors);
            Remove(scores, survivors - keep(members.Sum(i => (long)layers[i].Total), survivors), members, layers);
        }
        return new Mask(layers);
    }

    /// <summary>What the paths of one pool have in common.</summary>
    static string Key(string path, Pool pool) => pool switch
    {
        Pool.Network => Components.Of(path),
        Pool.Layer => path,
        _ => "",
    };

    /// <summary>Removes the lowest scores of some layers, ranked together.</summary>
    static void Remove(Scores scores, long count, int[] members, LayerMask[] layers)
    {
        var (threshold, below, at) = Threshold(scores, count, members);
        var ties = new Ties(at, count - below);
        foreach (var i in members) layers[i] = Cut(layers[i], scores[i], threshold, ref ties);
    }

    static LayerMask Cut(LayerMask layer, ReadOnlySpan<float> scores, uint threshold, ref Ties ties)
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

    /// <summary>The rank such that fewer than count survivors lie below it and at least count lie at or below, how many lie below, and how many at it.</summary>
    static (uint Threshold, long Below, long At) Threshold(Scores scores, long count, int[] members)
    {
        // Two digits of 16 bits: the first histogram finds the upper half of the threshold, the second the lower.
        var (upper, below, _) = Digit(Tally(scores, members, upper: null), count);
        var (lower, alsoBelow, at) = Digit(Tally(scores, members, (uint)upper), count - below);
        return (((uint)upper << 16) | (uint)lower, below + alsoBelow, at);
    }

    /// <summary>How often each upper half occurs among the survivors' ranks, or each lower half below a given upper one.</summary>
    static long[] Tally(Scores scores, int[] members, uint? upper)
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

    /// <summary>Orders scores as unsigned numbers; −0 equals 0.</summary>
    static uint Rank(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits >> 31) != 0 ? ~bits : bits | 0x8000_0000;
    }

    /// <summary>
    /// Which of equal scores are removed: as many as are wanted, spread evenly. By their order alone a critic whose weights are
    /// clipped, most of them to the same magnitude, would lose its first layers whole.
    /// </summary>
    /// <param name="total">how many scores are equal</param>
    /// <param name="removed">how many of them are to be removed</param>
    struct Ties(long total, long removed)
    {
        long _sum = total - 1;

        public bool RemovesNext()
        {
            _sum += removed;
            if (_sum < total) return false;
            _sum -= total;
            return true;
        }
    }
}
