namespace SparseGen.Pruning;

/// <summary>
/// Finds an early-bird ticket (You et al. 2020, algorithm 1): masks of channels are drawn during training, and one is found when its
/// distances to those drawn before it are all small.
/// </summary>
/// <param name="length">masks that are compared, the newest included</param>
/// <param name="threshold">δ, the largest distance</param>
public sealed class EarlyBirdSearch(int length = 5, double threshold = 0.1)
{
    readonly List<ChannelMask> _masks = [];

    /// <summary>All masks so far.</summary>
    public IReadOnlyList<ChannelMask> Masks => _masks;

    /// <summary>Whether the newest mask is the ticket.</summary>
    public bool IsFound { get; private set; }

    /// <summary>The distances of the newest mask to those before it that it is compared with, the nearest in time first.</summary>
    public IReadOnlyList<double> Distances { get; private set; } = [];

    /// <summary>Compares a mask with those before it.</summary>
    /// <returns>whether it is the ticket</returns>
    public bool Add(ChannelMask mask)
    {
        Distances = [.. Enumerable.Reverse(_masks).Take(length - 1).Select(mask.Distance)];
        _masks.Add(mask);
        return IsFound = Distances.Count == length - 1 && Distances.All(distance => distance <= threshold);
    }
}
