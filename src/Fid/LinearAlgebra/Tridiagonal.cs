namespace SparseGen.Fid;

/// <summary>
/// A symmetric tridiagonal matrix. A full matrix is reduced by Householder reflections in panels: half of the work is one
/// product A·v for each column, the other half is a matrix product for each panel (Dongarra, Sorensen and Hammarling 1989;
/// LAPACK's dsytrd).
/// </summary>
/// <param name="Diagonal">(n)</param>
/// <param name="OffDiagonal">(n − 1)</param>
readonly record struct Tridiagonal(double[] Diagonal, double[] OffDiagonal)
{
    const int Panel = 32;

    /// <summary>A tridiagonal matrix with the same eigenvalues.</summary>
    /// <param name="symmetric">only its lower triangle is read</param>
    public static Tridiagonal Of(Matrix symmetric)
    {
        var n = symmetric.Rows;
        var reduction = new Reduction(symmetric.Clone());
        for (var first = 0; first < n; first += Panel) reduction.ReduceColumns(first, Math.Min(Panel, n - first));
        return reduction.Result;
    }

    /// <summary>The state of a reduction. The matrix that remains to be reduced is A − Σ (v·wᵀ + w·vᵀ), with v and w of each reduced column of the panel.</summary>
    sealed class Reduction(Matrix a)
    {
        readonly int _n = a.Rows;
        readonly double[] _diagonal = new double[a.Rows];
        readonly double[] _offDiagonal = new double[Math.Max(0, a.Rows - 1)];
        readonly SymmetricProduct _product = new(a.Rows);
        readonly double[] _v = new double[a.Rows];

        /// <summary>v and w of each column of the panel, as rows.</summary>
        readonly Matrix _vs = new(Panel, a.Rows), _ws = new(Panel, a.Rows);

        /// <summary>(V W) and (W V), where V and W have v and w of the panel as columns.</summary>
        readonly Matrix _vw = new(a.Rows, 2 * Panel), _wv = new(a.Rows, 2 * Panel);

        public Tridiagonal Result => new(_diagonal, _offDiagonal);

        /// <summary>Reduces one panel and updates the rest of the matrix.</summary>
        public void ReduceColumns(int first, int count)
        {
            for (var t = 0; t < count; t++) ReduceColumn(first + t, t);
            var end = first + count;
            if (end == _n) return;
            for (var i = end; i < _n; i++)
                for (var t = 0; t < Panel; t++)
                {
                    _vw[i, t] = _wv[i, Panel + t] = _vs[t, i];
                    _vw[i, Panel + t] = _wv[i, t] = _ws[t, i];
                }
            MatrixProduct.Add(-1, ((Block)_vw).Part(end, _n), ((Block)_wv).Part(end, _n), ((Block)a).Part(end, _n, end, _n), lowerOnly: true);
        }

        /// <summary>Reduces one column.</summary>
        /// <param name="c">index of the column in the matrix</param>
        /// <param name="t">index of the column in the panel</param>
        void ReduceColumn(int c, int t)
        {
            var column = _v.AsSpan(0, _n - c);
            for (var i = c; i < _n; i++) column[i - c] = a[i, c];
            for (var s = 0; s < t; s++)
            {
                VectorSums.AddScaled(-_ws[s, c], _vs.Row(s)[c..], column);
                VectorSums.AddScaled(-_vs[s, c], _ws.Row(s)[c..], column);
            }
            _diagonal[c] = column[0];
            var below = c + 1;
            _vs.Row(t).Clear();
            _ws.Row(t).Clear();
            if (below == _n) return;
            column[1..].CopyTo(column);
            var v = column[..^1];
            var tau = Reflect(v, out _offDiagonal[c]);
            if (tau == 0) return;

            // w = p − ½τ(pᵀv)v with p = τ(A − Σ (v·wᵀ + w·vᵀ))v.
            var w = _ws.Row(t)[below..];
            _product.Run(a, below, _v, w);
            for (var s = 0; s < t; s++)
            {
                var earlierV = _vs.Row(s)[below..];
                var earlierW = _ws.Row(s)[below..];
                VectorSums.AddScaled(-VectorSums.Dot(earlierW, v), earlierV, w);
                VectorSums.AddScaled(-VectorSums.Dot(earlierV, v), earlierW, w);
            }
            foreach (ref var value in w) value *= tau;
            VectorSums.AddScaled(-tau / 2 * VectorSums.Dot(w, v), v, w);
            v.CopyTo(_vs.Row(t)[below..]);
        }

        /// <summary>Computes the Householder reflection 1 − τvvᵀ that maps x to a multiple of the first unit vector, and replaces x by v.</summary>
        /// <param name="first">the first element of the reflected vector</param>
        /// <returns>τ; 0 if x is such a multiple already</returns>
        static double Reflect(Span<double> x, out double first)
        {
            first = x[0];
            var rest = VectorSums.Dot(x[1..], x[1..]);
            if (rest == 0) return 0;
            first = -Math.CopySign(Math.Sqrt(x[0] * x[0] + rest), x[0]);
            var tau = (first - x[0]) / first;
            var scale = 1 / (x[0] - first);
            foreach (ref var value in x[1..]) value *= scale;
            x[0] = 1;
            return tau;
        }
    }
}
