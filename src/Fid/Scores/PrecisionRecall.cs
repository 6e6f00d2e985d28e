namespace SparseGen.Fid;

/// <summary>
/// Improved precision and recall (Kynkäänniemi et al. 2019, section 3): the fraction of generated images that lie within
/// the manifold of real ones, and the other way round. A manifold is the union of balls around its images that reach to
/// the third neighbour.
/// </summary>
public readonly record struct PrecisionRecall(double Precision, double Recall)
{
    public const int Neighbours = 3;

    const int BlockRows = 1024;

    /// <param name="real">(N, F)</param><param name="generated">(M, F)</param>
    /// <param name="features">F</param>
    /// <param name="neighbours">k, how far a ball reaches</param>
    /// <exception cref="ArgumentException">A set has not more images than neighbours.</exception>
    public static PrecisionRecall Between(float[] real, float[] generated, int features, int neighbours = Neighbours)
    {
        var (r, g) = (new FeatureRows(real, features), new FeatureRows(generated, features));
        if (Math.Min(r.Count, g.Count) <= neighbours) throw new ArgumentException($"Balls that reach to neighbour {neighbours} need more images than {Math.Min(r.Count, g.Count)}.");
        return new PrecisionRecall(Covered(g, r, Radii(r, neighbours)), Covered(r, g, Radii(g, neighbours)));
    }

    /// <summary>The squared distance of each image to its k-th neighbour among the others.</summary>
    static double[] Radii(FeatureRows set, int neighbours)
    {
        // Itself is the nearest of all.
        var nearest = new Matrix(set.Count, neighbours + 1);
        nearest.Values.Fill(double.PositiveInfinity);
        ForEachBlock(set, set, (i, j, distances) =>
        {
            for (var row = 0; row < distances.Rows; row++)
            {
                if (i == j) distances[row, row] = 0;
                foreach (var distance in distances.Row(row)) Insert(nearest.Row(i + row), distance);
            }
        });
        return [.. Enumerable.Range(0, set.Count).Select(i => nearest[i, neighbours])];
    }

    /// <summary>Puts a value into an ascending list that keeps its length.</summary>
    static void Insert(Span<double> ascending, double value)
    {
        var at = ascending.Length - 1;
        if (!(value < ascending[at])) return;
        for (; at > 0 && value < ascending[at - 1]; at--) ascending[at] = ascending[at - 1];
        ascending[at] = value;
    }

    /// <summary>The fraction of a set that lies within a ball around any of the centres.</summary>
    static double Covered(FeatureRows set, FeatureRows centres, double[] radii)
    {
        var covered = new bool[set.Count];
        ForEachBlock(set, centres, (i, j, distances) =>
        {
            for (var row = 0; row < distances.Rows; row++)
                for (var column = 0; column < distances.Columns && !covered[i + row]; column++)
                    covered[i + row] = distances[row, column] <= radii[j + column];
        });
        return (double)covered.Count(inside => inside) / set.Count;
    }

    /// <summary>Visits all squared distances of two sets, a block at a time, with its first row and column.</summary>
    static void ForEachBlock(FeatureRows x, FeatureRows y, Action<int, int, Matrix> visit)
    {
        for (var i = 0; i < x.Count; i += BlockRows)
        {
            var rows = x.Take(i, BlockRows);
            for (var j = 0; j < y.Count; j += BlockRows)
            {
                var columns = y.Take(j, BlockRows);
                var distances = new Matrix(rows.Rows, columns.Rows);
                MatrixProduct.Add(-2, rows, columns, distances);
                var lengths = Lengths(columns);
                for (var row = 0; row < distances.Rows; row++)
                {
                    VectorSums.AddScaled(1, lengths, distances.Row(row));
                    var length = VectorSums.Dot(rows.Row(row), rows.Row(row));
                    foreach (ref var distance in distances.Row(row)) distance += length;
                }
                visit(i, j, distances);
            }
        }
    }

    static double[] Lengths(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(i => VectorSums.Dot(rows.Row(i), rows.Row(i)))];
}
