namespace SparseGen;

/// <summary>
/// The name of a stream of random numbers, which has no other state. Equal names give equal numbers on every machine; streams
/// of different purposes or steps are independent.
/// </summary>
/// <param name="Purpose">hash of what the numbers are used for; see <see cref="For"/></param>
/// <param name="Step">the training step, epoch or index to which the numbers belong</param>
public readonly record struct RandomStream(ulong Seed, uint Purpose, ulong Step = 0)
{
    /// <summary>The stream of a purpose given in words: "initialise decoder.2.weight", "data order", "latent".</summary>
    public static RandomStream For(ulong seed, ReadOnlySpan<char> purpose, ulong step = 0)
    {
        // 32-bit FNV-1a over UTF-16 code units, of which purposes use the ASCII range only.
        var hash = 2166136261u;
        foreach (var letter in purpose) hash = (hash ^ letter) * 16777619u;
        return new RandomStream(seed, hash, step);
    }
}
