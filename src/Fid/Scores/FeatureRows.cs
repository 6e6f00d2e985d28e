namespace SparseGen.Fid;

/// <summary>Features of images (N, F), of which rows are converted to double.</summary>
readonly struct FeatureRows(float[] values, int features)
{
    public int Count => values.Length / features;

    public int Features => features;

    /// <summary>Rows [start, start + count), or fewer if there are no more.</summary>
    public Matrix Take(int start, int count)
    {
        count = Math.Min(count, Count - start);
        var rows = new Matrix(count, features);
        for (var i = 0; i < rows.Values.Length; i++) rows.Values[i] = values[start * features + i];
        return rows;
    }

    /// <summary>The rows of the given indices.</summary>
    public Matrix Take(ReadOnlySpan<int> indices)
    {
        var rows = new Matrix(indices.Length, features);
        for (var r = 0; r < indices.Length; r++)
            for (var f = 0; f < features; f++) rows[r, f] = values[indices[r] * features + f];
        return rows;
    }
}
