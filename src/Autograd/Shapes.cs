namespace SparseGen.Autograd;

static class Shapes
{
    /// <summary>A shape of the given rank with all sizes 1.</summary>
    public static Shape Ones(int rank)
    {
        Span<int> sizes = stackalloc int[rank];
        sizes.Fill(1);
        return new Shape(sizes);
    }

    /// <summary>The shape to which both broadcast.</summary>
    /// <exception cref="ArgumentException">The ranks differ, or two sizes are neither equal nor 1.</exception>
    public static Shape Broadcast(in Shape x, in Shape y)
    {
        if (x == y) return x;
        var fits = x.Rank == y.Rank;
        Span<int> sizes = stackalloc int[x.Rank];
        for (var i = 0; fits && i < sizes.Length; i++)
        {
            fits = x[i] == y[i] || x[i] == 1 || y[i] == 1;
            sizes[i] = x[i] == 1 ? y[i] : x[i];
        }
        if (!fits) throw new ArgumentException($"Shapes {x} and {y} do not broadcast: ranks must be equal, and each size equal or 1.");
        return new Shape(sizes);
    }
}
