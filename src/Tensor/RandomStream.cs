namespace SparseGen;

/// <summary>
/// Names a stream of random numbers: nothing is hidden, nothing has to be saved. The same triple gives the same numbers
/// on every machine; different purposes or steps give independent ones.
/// </summary>
/// <param name="Seed">the run's seed</param>
/// <param name="Purpose">what the numbers are for; see <see cref="For"/></param>
/// <param name="Step">the training step, epoch or index they belong to</param>
public readonly record struct RandomStream(ulong Seed, uint Purpose, ulong Step = 0)
{
    /// <summary>The stream of a purpose named in words: "initialise decoder.2.weight", "data order", "latent".</summary>
    public static RandomStream For(ulong seed, ReadOnlySpan<char> purpose, ulong step = 0)
    {
        // 32-bit FNV-1a over UTF-16 code units: purposes are ASCII.
        var hash = 2166136261u;
        foreach (var letter in purpose) hash = (hash ^ letter) * 16777619u;
        return new RandomStream(seed, hash, step);
    }
}
