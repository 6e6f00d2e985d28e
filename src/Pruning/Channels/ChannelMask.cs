using SparseGen.Models;

namespace SparseGen.Pruning;

/// <summary>Which channels of a model are kept.</summary>
public sealed class ChannelMask
{
    readonly bool[][] _kept;

    /// <param name="sets">of the model</param>
    /// <param name="kept">for each set whether each channel is kept; copied</param>
    /// <exception cref="ArgumentException">There is not a flag for each channel.</exception>
    public ChannelMask(ChannelSets sets, IEnumerable<bool[]> kept)
    {
        Sets = sets;
        _kept = [.. kept.Select(flags => flags.ToArray())];
        if (_kept.Length != sets.All.Count || sets.All.Zip(_kept).Any(pair => pair.First.Count != pair.Second.Length))
            throw new ArgumentException("A mask of channels has a flag for each channel of each set of the model.");
    }

    public ChannelSets Sets { get; }

    /// <summary>For each set whether each channel is kept.</summary>
    public IReadOnlyList<bool[]> Kept => _kept;

    /// <summary>All channels, also those of sets that are never pruned.</summary>
    public int Count => _kept.Sum(flags => flags.Length);

    public int Removed => _kept.Sum(flags => flags.Count(flag => !flag));

    /// <summary>Channels that were spared, since their set would otherwise have had fewer than the least number.</summary>
    public int Spared { get; private init; }

    /// <summary>The channels that were ranked, of which a fraction was to be removed; those of sets with batch normalisation.</summary>
    public int Ranked => Sets.All.Where(set => set.Scales.Count > 0).Sum(set => set.Count);

    /// <summary>The sets that have the least number of channels.</summary>
    public IReadOnlyList<string> SparedSets { get; private init; } = [];

    /// <summary>
    /// Removes the channels with the smallest |γ|, all sets in one ranking (Liu et al. 2017, Network Slimming; You et al. 2020). A
    /// channel that several γ scale has the mean of their magnitudes; sets without batch normalisation stay whole.
    /// Equal scores are removed in the order of sets and channels.
    /// </summary>
    /// <param name="sets">of the model, whose γ are read now</param>
    /// <param name="fraction">of the ranked channels that is removed, in [0, 1)</param>
    /// <param name="components">whose sets are ranked</param>
    /// <param name="leastChannels">that every set keeps, at least 1</param>
    public static ChannelMask BySmallestScales(ChannelSets sets, double fraction, Components components, int leastChannels = 1)
    {
        if (!(fraction is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The fraction of channels is at least 0 and less than 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(leastChannels, 1);
        var ranked = new List<(double Score, int Set, int Channel)>();
        for (var set = 0; set < sets.All.Count; set++)
            if (components.Contain(sets.All[set].Name) && Scores(sets.All[set]) is { } scores)
                ranked.AddRange(scores.Select((score, channel) => (score, set, channel)));
        ranked.Sort();
        var kept = sets.All.Select(set => Enumerable.Repeat(true, set.Count).ToArray()).ToArray();
        var left = sets.All.Select(set => set.Count).ToArray();
        var (wanted, spared, sparedSets) = ((int)Math.Round(fraction * ranked.Count), 0, new SortedSet<int>());
        for (var (i, removed) = (0, 0); i < ranked.Count && removed < wanted; i++)
        {
            var (_, set, channel) = ranked[i];
            if (left[set] <= leastChannels)
            {
                spared++;
                sparedSets.Add(set);
                continue;
            }
            kept[set][channel] = false;
            left[set]--;
            removed++;
        }
        return new ChannelMask(sets, kept) { Spared = spared, SparedSets = [.. sparedSets.Select(set => sets.All[set].Name)] };
    }

    /// <summary>As many channels of each set as this mask keeps, chosen at random.</summary>
    /// <param name="seed">of the choice</param>
    public ChannelMask Shuffled(ulong seed) => new(Sets, _kept.Select((flags, set) =>
    {
        var order = new int[flags.Length];
        Philox.Permutation(RandomStream.For(seed, "random channels", (ulong)set), order);
        var kept = new bool[flags.Length];
        foreach (var channel in order.Take(flags.Count(flag => flag))) kept[channel] = true;
        return kept;
    }));

    /// <summary>The fraction of channels of ranked sets that one mask keeps and the other removes: the Hamming distance of You et al. (2020), normalised.</summary>
    /// <exception cref="ArgumentException">The masks are of other models.</exception>
    public double Distance(ChannelMask other) => (double)Pairs(other).Count(pair => pair.A != pair.B) / Math.Max(1, Ranked);

    /// <summary>The fraction of the channels that this mask removes that the other removes, too; 1 if this one removes none.</summary>
    /// <exception cref="ArgumentException">The masks are of other models.</exception>
    public double Overlap(ChannelMask other) => Removed == 0 ? 1 : (double)Pairs(other).Count(pair => !pair.A && !pair.B) / Removed;

    /// <summary>Removes the channels from the model.</summary>
    /// <exception cref="ArgumentException">A set would have no channel; nothing was changed.</exception>
    public void Apply() => Sets.Keep(_kept);

    /// <summary>A character a channel, sets separated by a space: 1 is kept.</summary>
    public override string ToString() => string.Join(' ', _kept.Select(flags => string.Concat(flags.Select(flag => flag ? '1' : '0'))));

    /// <summary>Reads what <see cref="ToString"/> gives.</summary>
    /// <exception cref="ArgumentException">It is of another model.</exception>
    public static ChannelMask Parse(ChannelSets sets, string text) => new(sets, text.Split(' ').Select(flags => flags.Select(flag => flag == '1').ToArray()));

    IEnumerable<(bool A, bool B)> Pairs(ChannelMask other) => other._kept.Select(flags => flags.Length).SequenceEqual(_kept.Select(flags => flags.Length))
        ? _kept.Zip(other._kept).SelectMany(pair => pair.First.Zip(pair.Second))
        : throw new ArgumentException("Masks of channels of different models cannot be compared.");

    /// <summary>The mean |γ| of each channel; null if no batch normalisation scales the set.</summary>
    static double[]? Scores(ChannelSet set)
    {
        if (set.Scales.Count == 0) return null;
        var scores = new double[set.Count];
        foreach (var scale in set.Scales)
        {
            var member = set.Members.First(member => member.Parameter == scale);
            var gamma = scale.Device.Read(scale.Value.Value);
            for (var channel = 0; channel < scores.Length; channel++) scores[channel] += member.Indices[channel].Average(index => Math.Abs((double)gamma[index])) / set.Scales.Count;
        }
        return scores;
    }
}
