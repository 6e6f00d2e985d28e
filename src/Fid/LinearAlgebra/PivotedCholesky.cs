namespace SparseGen.Fid;

/// <summary>
/// The factorisation A ≈ FᵀF of a symmetric positive semi-definite A, where F has as many rows as the numerical rank of A:
/// Cholesky with diagonal pivoting, in panels (Higham 2002, "Accuracy and Stability of Numerical Algorithms", §10.3; LAPACK's dpstrf).
/// </summary>
static class PivotedCholesky
{
    const int Panel = 64;

    const double RelativePrecision = 1.0 / (1L << 53);

    /// <param name="symmetric">A; its lower triangle is read</param>
    /// <returns>F (rank, n)</returns>
    public static Matrix Factor(Matrix symmetric)
    {
        var n = symmetric.Rows;
        var a = symmetric.Clone();
        var order = Enumerable.Range(0, n).ToArray();
        var negligible = n * RelativePrecision * LargestDiagonal(a);
        var rank = 0;
        while (rank < n)
        {
            var (first, end) = (rank, Math.Min(n, rank + Panel));
            rank = FactorPanel(a, order, first, end, negligible);
            if (rank < end) break;
            var panel = ((Block)a).Part(end, n, first, Panel);
            MatrixProduct.Add(-1, panel, panel, ((Block)a).Part(end, n, end, n), lowerOnly: true);
        }
        var factor = new Matrix(rank, n);
        for (var i = 0; i < n; i++)
            for (var t = 0; t <= i && t < rank; t++) factor[t, order[i]] = a[i, t];
        return factor;
    }

    /// <summary>Replaces columns [first, end) of the lower triangle by those of the factor; the products of the columns before are subtracted already.</summary>
    /// <returns>the end, or the first column whose pivot is negligible against rounding errors</returns>
    static int FactorPanel(Matrix a, int[] order, int first, int end, double negligible)
    {
        var diagonal = new double[a.Rows];
        for (var i = first; i < a.Rows; i++) diagonal[i] = a[i, i];
        for (var j = first; j < end; j++)
        {
            var pivot = j;
            for (var i = j + 1; i < a.Rows; i++)
                if (diagonal[i] > diagonal[pivot]) pivot = i;
            if (!(diagonal[pivot] > negligible)) return j;
            Exchange(a, j, pivot);
            (order[j], order[pivot]) = (order[pivot], order[j]);
            (diagonal[j], diagonal[pivot]) = (diagonal[pivot], diagonal[j]);

            var root = a[j, j] = Math.Sqrt(diagonal[j]);
            var known = a.Row(j)[first..j];
            for (var i = j + 1; i < a.Rows; i++)
            {
                var value = (a[i, j] - VectorSums.Dot(a.Row(i)[first..j], known)) / root;
                a[i, j] = value;
                diagonal[i] -= value * value;
            }
        }
        return end;
    }

    /// <summary>Exchanges row and column j of the lower triangle with a later row and column.</summary>
    static void Exchange(Matrix a, int j, int later)
    {
        if (j == later) return;
        (a[j, j], a[later, later]) = (a[later, later], a[j, j]);
        for (var t = 0; t < j; t++) (a[j, t], a[later, t]) = (a[later, t], a[j, t]);
        for (var i = j + 1; i < later; i++) (a[i, j], a[later, i]) = (a[later, i], a[i, j]);
        for (var i = later + 1; i < a.Rows; i++) (a[i, j], a[i, later]) = (a[i, later], a[i, j]);
    }

    static double LargestDiagonal(Matrix a)
    {
        var largest = 0.0;
        for (var i = 0; i < a.Rows; i++) largest = Math.Max(largest, a[i, i]);
        return largest;
    }
}
