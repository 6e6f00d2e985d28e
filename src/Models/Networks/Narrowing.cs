namespace SparseGen.Models;

/// <summary>Reduces the width of networks, for experiments at a smaller scale.</summary>
static class Narrowing
{
    /// <summary>⌊width / narrowing⌋, but at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The narrowing is below 1.</exception>
    public static int Of(int width, int narrowing)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(narrowing, 1);
        return Math.Max(1, width / narrowing);
    }
}
