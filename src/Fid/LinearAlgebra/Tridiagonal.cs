namespace SparseGen.Fid;

/// <summary>
/// A symmetric matrix with one diagonal beside the main one. Made by Householder reflections in panels: half of the work
/// is one product A·v a column, the other half is done for a whole panel at once (Dongarra, Sorensen and Hammarling 1989;
/// LAPACK's dsytrd).
/// </summary>
/// <param name="Diagonal">n numbers</param>
/// <param name="Beside">n − 1 numbers</param>
readonly record struct Tridiagonal(double[] Diagonal, double[] Beside)
{
    const int Panel = 32;

    /// <summary>A tridiagonal matrix with the same eigenvalues.</summary>
    /// <param name="symmetric">its lower triangle is read</param>
    public static Tridiagonal Of(Matrix symmetric)
    {
        var n = symmetric.Rows;
        var reduction = new Reduction(symmetric.Clone());
        for (var first = 0; first < n; first += Panel) reduction.ReduceColumns(first, Math.Min(Panel, n - first));
        return reduction.Result;
    }

    /// <summary>A reduction under way: the rest of the matrix is A − Σ (v·wᵀ + w·vᵀ), with a v and a w for each column of the panel done.</summary>
    sealed class Reduction(Matrix a)
    {
        readonly int _n = a.Rows;
        readonly double[] _diagonal = new double[a.Rows];
        readonly double[] _beside = new double[Math.Max(0, a.Rows - 1)];
        readonly SymmetricProduct _product = new(a.Rows);
        readonly double[] _v = new double[a.Rows];

        /// <summary>A row for each column of the panel.</summary>
        readonly Matrix _vs = new(Panel, a.Rows), _ws = new(Panel, a.Rows);

        /// <summary>The vs and then the ws as columns; the ws and then the vs.</summary>
        readonly Matrix _vw = new(a.Rows, 2 * Panel), _wv = new(a.Rows, 2 * Panel);

        public Tridiagonal Result => new(_diagonal, _beside);

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

        /// <param name="c">the column of the matrix</param><param name="t">the column of the panel</param>
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
            var tau = Reflect(v, out _beside[c]);
            if (tau == 0) return;

            // w = τ(A − Σ (v·wᵀ + w·vᵀ))v, less its part along v.
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

        /// <summary>Makes of a vector the v of the reflection 1 − τvvᵀ that leaves of it a first element alone.</summary>
        /// <returns>τ; 0 if there is nothing to do</returns>
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
