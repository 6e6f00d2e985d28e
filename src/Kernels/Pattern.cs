namespace SparseGen.Kernels;

/// <summary>
/// The set of surviving entries of a weight (out, in, kh, kw) or (out, in). Immutable; the values of the survivors are stored
/// separately, in a vector of <see cref="Count"/> elements in the C order of the weight. A new mask is a new Pattern, so that
/// plans that devices compile from it (see <see cref="Compiled"/>) stay valid.
/// </summary>
public sealed class Pattern
{
    readonly Dictionary<object, object> _compiled = [];

    /// <param name="shape">(out, in, kh, kw) or (out, in)</param>
    /// <param name="mask">one byte per entry in C order, 0 = pruned</param>
    /// <exception cref="ArgumentException">The mask has another number of entries, or the weight has more than 2³¹ − 1.</exception>
    public Pattern(in Shape shape, ReadOnlySpan<byte> mask)
    {
        if (mask.Length != shape.Count)
            throw new ArgumentException($"A mask of {mask.Length} entries does not fit a weight {shape} of {shape.Count}.");
        if (shape.Rank < 2)
            throw new ArgumentException($"Only weights (out, in, …) are masked, not {shape}.");
        Shape = shape;
        var survivors = mask.Length - mask.Count((byte)0);
        var indices = new int[survivors];
        var rowLength = mask.Length / Math.Max(1, shape[0]);
        var rowStarts = new int[shape[0] + 1];
        var k = 0;
        for (var row = 0; row < shape[0]; row++)
        {
            for (var i = row * rowLength; i < (row + 1) * rowLength; i++)
                if (mask[i] != 0) indices[k++] = i;
            rowStarts[row + 1] = k;
        }
        Indices = indices;
        RowStarts = rowStarts;
    }

    /// <summary>The shape of the dense weight.</summary>
    public Shape Shape { get; }

    /// <summary>The number of surviving entries.</summary>
    public int Count => Indices.Length;

    /// <summary>The fraction of entries that survive.</summary>
    public double Density => Shape.Count == 0 ? 1 : (double)Count / Shape.Count;

    /// <summary>C-order indices of the survivors, ascending. Must not be written.</summary>
    internal int[] Indices { get; }

    /// <summary>The survivors of row o of the weight are RowStarts[o] … RowStarts[o + 1] − 1. Must not be written.</summary>
    internal int[] RowStarts { get; }

    /// <summary>Whether both patterns have the same shape and the same survivors.</summary>
    public bool HasSurvivorsOf(Pattern other) => Shape == other.Shape && Indices.AsSpan().SequenceEqual(other.Indices);

    /// <summary>One byte per entry of the dense weight, 1 = survives.</summary>
    public byte[] ToMask()
    {
        var mask = new byte[Shape.Count];
        foreach (var index in Indices) mask[index] = 1;
        return mask;
    }

    /// <summary>
    /// What a device compiled from this pattern for one key, such as a geometry: compiled at the first call, cached as long as
    /// the pattern exists.
    /// </summary>
    internal TPlan Compiled<TKey, TPlan>(TKey key, Func<Pattern, TKey, TPlan> compile) where TKey : notnull where TPlan : class
    {
        // One typed dictionary per type of key and plan, so that keys are not boxed.
        if (!_compiled.TryGetValue(typeof(Plans<TKey, TPlan>), out var found))
            _compiled.Add(typeof(Plans<TKey, TPlan>), found = new Plans<TKey, TPlan>());
        var plans = (Plans<TKey, TPlan>)found;
        if (!plans.TryGetValue(key, out var plan)) plans.Add(key, plan = compile(this, key));
        return plan;
    }

    sealed class Plans<TKey, TPlan> : Dictionary<TKey, TPlan> where TKey : notnull;
}

/// <summary>A weight in the form that kernels take: the dense values, or the survivors of a pattern.</summary>
/// <param name="Values">(out, in, kh, kw) if dense, (Pattern.Count) if masked</param>
/// <param name="Pattern">which entries the values are; null for all</param>
public readonly record struct Weight(Tensor Values, Pattern? Pattern = null);
