namespace SparseGen.Pruning;

/// <summary>Cuts the lowest scores off, whatever the scores are: the half of pruning that all pruners share.</summary>
public static class Selection
{
    /// <summary>
    /// Removes exactly <paramref name="count"/> survivors: those with the lowest scores, pooled over the chosen components.
    /// Among equal scores the earlier parameter goes first, within it the lower index.
    /// </summary>
    /// <exception cref="ArgumentException">Fewer survive than are to be removed, or a component does not exist.</exception>
    public static Mask Remove(Scores scores, long count, Components components)
    {
        var survivors = scores.Mask.Count(components).Survivors;
        if (count < 0 || count > survivors)
            throw new ArgumentException($"{count} weights cannot be removed from the {survivors} that survive in {components}.");
        var (threshold, below) = Threshold(scores, count, components);
        var tied = count - below;
        var layers = new List<LayerMask>();
        for (var i = 0; i < scores.Mask.Layers.Count; i++)
        {
            var layer = scores.Mask.Layers[i];
            layers.Add(components.Contain(layer.Path) ? Cut(layer, scores[i], threshold, ref tied) : layer);
        }
        return new Mask(layers);
    }

    static LayerMask Cut(LayerMask layer, ReadOnlySpan<float> scores, uint threshold, ref long tied)
    {
        var bytes = layer.Bytes.ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0) continue;
            var rank = Rank(scores[i]);
            if (rank < threshold || (rank == threshold && tied-- > 0)) bytes[i] = 0;
        }
        return new LayerMask(layer.Path, layer.Shape, bytes);
    }

    /// <summary>The rank such that fewer than count survivors lie below it and at least count lie at or below, and how many lie below.</summary>
    static (uint Threshold, long Below) Threshold(Scores scores, long count, Components components)
    {
        // Two digits of 16 bits: the first histogram finds the upper half of the threshold, the second the lower.
        var (upper, below) = Digit(Tally(scores, components, upper: null), count);
        var (lower, alsoBelow) = Digit(Tally(scores, components, (uint)upper), count - below);
        return (((uint)upper << 16) | (uint)lower, below + alsoBelow);
    }

    /// <summary>How often each upper half occurs among the survivors' ranks, or each lower half below a given upper one.</summary>
    static long[] Tally(Scores scores, Components components, uint? upper)
    {
        var histogram = new long[1 << 16];
        for (var i = 0; i < scores.Mask.Layers.Count; i++)
        {
            var layer = scores.Mask.Layers[i];
            if (!components.Contain(layer.Path)) continue;
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

    static (int Digit, long Below) Digit(long[] histogram, long count)
    {
        long below = 0;
        for (var digit = 0; digit < histogram.Length; digit++)
        {
            if (below + histogram[digit] >= count) return (digit, below);
            below += histogram[digit];
        }
        return (histogram.Length - 1, below);
    }

    /// <summary>Orders scores as unsigned numbers; −0 equals 0.</summary>
    static uint Rank(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits >> 31) != 0 ? ~bits : bits | 0x8000_0000;
    }
}
