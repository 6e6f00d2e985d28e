namespace SparseGen.Fid;

/// <summary>
/// Improved precision and recall (Kynkäänniemi et al. 2019, section 3): the fraction of generated images within the manifold of
/// real images, and the fraction of real images within the manifold of generated images. A manifold is the union of the balls
/// around its images whose radius is the distance to the k-th nearest neighbour.
/// </summary>
public readonly record struct PrecisionRecall(double Precision, double Recall)
{
    /// <summary>k by default.</summary>
    public const int Neighbours = 3;

    const int BlockRows = 1024;

    /// <summary>Precision and recall of generated images.</summary>
    /// <param name="real">(N, F)</param>
    /// <param name="generated">(M, F)</param>
    /// <param name="features">F</param>
    /// <param name="neighbours">k</param>
    /// <exception cref="ArgumentException">A set has no more than k images.</exception>
    public static PrecisionRecall Between(float[] real, float[] generated, int features, int neighbours = Neighbours)
    {
        var (r, g) = (new FeatureRows(real, features), new FeatureRows(generated, features));
        if (Math.Min(r.Count, g.Count) <= neighbours) throw new ArgumentException($"Balls that reach to neighbour {neighbours} need more images than {Math.Min(r.Count, g.Count)}.");
        return new PrecisionRecall(Covered(g, r, Radii(r, neighbours)), Covered(r, g, Radii(g, neighbours)));
    }

    /// <summary>The squared distance of each image to its k-th nearest neighbour in the set.</summary>
    static double[] Radii(FeatureRows set, int neighbours)
    {
        // k + 1 distances, since the nearest is that of the image to itself.
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

    /// <summary>Inserts a value into a list of the smallest values, in ascending order; the largest is dropped.</summary>
    static void Insert(Span<double> ascending, double value)
    {
        var at = ascending.Length - 1;
        if (!(value < ascending[at])) return;
        for (; at > 0 && value < ascending[at - 1]; at--) ascending[at] = ascending[at - 1];
        ascending[at] = value;
    }

    /// <summary>The fraction of a set that is within at least one of the balls.</summary>
    /// <param name="radii">the squared radius of each ball</param>
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

    /// <summary>Computes the squared distances of all pairs from two sets, block by block.</summary>
    /// <param name="visit">is called with the first row and the first column of each block and its distances</param>
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
                var columnNorms = SquaredNorms(columns);
                for (var row = 0; row < distances.Rows; row++)
                {
                    VectorSums.AddScaled(1, columnNorms, distances.Row(row));
                    var rowNorm = VectorSums.Dot(rows.Row(row), rows.Row(row));
                    foreach (ref var distance in distances.Row(row)) distance += rowNorm;
                }
                visit(i, j, distances);
            }
        }
    }

    static double[] SquaredNorms(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(i => VectorSums.Dot(rows.Row(i), rows.Row(i)))];
}
