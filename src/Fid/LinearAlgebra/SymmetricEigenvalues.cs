namespace SparseGen.Fid;

/// <summary>The eigenvalues of symmetric matrices, without the eigenvectors.</summary>
public static class SymmetricEigenvalues
{
    const double RelativePrecision = 1.0 / (1L << 52);

    /// <summary>Maximum number of QL steps for one eigenvalue; about two are usual, and more than thirty mean that the iteration does not converge.</summary>
    const int MaxSteps = 60;

    /// <summary>All eigenvalues, in no particular order.</summary>
    /// <param name="symmetric">a square matrix, of which only the lower triangle is read</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="ArithmeticException">The matrix holds NaN or infinities.</exception>
    public static double[] Of(Matrix symmetric)
    {
        if (symmetric.Rows != symmetric.Columns) throw new ArgumentException($"A matrix of {symmetric.Rows}×{symmetric.Columns} has no eigenvalues.");
        var (d, e) = Tridiagonal.Of(symmetric);
        Iterate(d, [.. e, 0]);
        return d;
    }

    /// <summary>Implicit QL iteration with Wilkinson's shift (Dubrulle, Martin and Wilkinson 1968; EISPACK's imtql1).</summary>
    /// <param name="d">the diagonal, overwritten by the eigenvalues</param>
    /// <param name="e">the off-diagonal and a zero, overwritten</param>
    static void Iterate(double[] d, double[] e)
    {
        for (var l = 0; l < d.Length; l++)
            for (var steps = 0; ; steps++)
            {
                var m = l;
                while (m < d.Length - 1 && !Negligible(e[m], d[m], d[m + 1])) m++;
                if (m == l) break;
                if (steps == MaxSteps) throw new ArithmeticException("The eigenvalues of a matrix were not found: it holds NaN or infinities.");
                Step(d, e, l, m);
            }
    }

    /// <summary>One QL step on rows l … m.</summary>
    static void Step(double[] d, double[] e, int l, int m)
    {
        var g = (d[l + 1] - d[l]) / (2 * e[l]);
        g = d[m] - d[l] + e[l] / (g + Math.CopySign(Length(g, 1), g));
        var (sine, cosine, p) = (1.0, 1.0, 0.0);
        for (var i = m - 1; i >= l; i--)
        {
            var f = sine * e[i];
            var b = cosine * e[i];
            var r = e[i + 1] = Length(f, g);
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            sine = f / r;
            cosine = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * sine + 2 * cosine * b;
            p = sine * r;
            d[i + 1] = g + p;
            g = cosine * r - b;
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    static bool Negligible(double offDiagonal, double above, double below) => Math.Abs(offDiagonal) <= RelativePrecision * (Math.Abs(above) + Math.Abs(below));

    static double Length(double x, double y) => Math.Sqrt(x * x + y * y);
}
