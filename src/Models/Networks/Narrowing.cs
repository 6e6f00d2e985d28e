namespace SparseGen.Models;

/// <summary>Networks with fewer channels.</summary>
static class Narrowing
{
    /// <summary>A width divided by the narrowing, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The narrowing is below 1.</exception>
    public static int Of(int width, int narrowing)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(narrowing, 1);
        return Math.Max(1, width / narrowing);
    }
}
