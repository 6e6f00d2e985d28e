using System.Numerics;

namespace SparseGen.Fid;

/// <summary>The position of output pixel i in the input, in units of input pixels.</summary>
enum PixelCentres
{
    /// <summary>At (i + ½)·in/out − ½, not below 0: PyTorch's interpolate without align_corners.</summary>
    Half,

    /// <summary>At i·in/out: TensorFlow 1's resize_bilinear.</summary>
    Corner,
}

/// <summary>Bilinear interpolation of a batch, without antialiasing. Positions beyond the last pixel have its value.</summary>
sealed class BilinearResize
{
    readonly Taps _rows;
    readonly Taps _columns;
    float[] _row = [];

    public BilinearResize((int Height, int Width) from, (int Height, int Width) to, PixelCentres centres)
    {
        _rows = new Taps(from.Height, to.Height, centres);
        _columns = new Taps(from.Width, to.Width, centres);
    }

    /// <summary>Resizes one channel.</summary>
    /// <param name="x">(H, W, N)</param>
    /// <param name="batch">N</param>
    /// <param name="y">(Hout, Wout, N), overwritten</param>
    public void Run(ReadOnlySpan<float> x, int batch, Span<float> y)
    {
        var rowLength = _columns.From * batch;
        if (_row.Length < rowLength) _row = new float[rowLength];
        for (var i = 0; i < _rows.To; i++)
        {
            Interpolate(x.Slice(_rows.Lower[i] * rowLength, rowLength), x.Slice(_rows.Upper[i] * rowLength, rowLength), _rows.Fraction[i], _row);
            for (var j = 0; j < _columns.To; j++, y = y[batch..])
                Interpolate(_row.AsSpan(_columns.Lower[j] * batch, batch), _row.AsSpan(_columns.Upper[j] * batch, batch), _columns.Fraction[j], y);
        }
    }

    /// <summary>y ← a + fraction·(b − a)</summary>
    static void Interpolate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, float fraction, Span<float> y)
    {
        var i = 0;
        if (Vector.IsHardwareAccelerated)
            for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var from = new Vector<float>(a[i..]);
                (from + (new Vector<float>(b[i..]) - from) * fraction).CopyTo(y[i..]);
            }
        for (; i < a.Length; i++) y[i] = a[i] + (b[i] - a[i]) * fraction;
    }

    /// <summary>The lower and upper neighbour of each output pixel along one axis, and the weight of the upper one.</summary>
    readonly struct Taps
    {
        public Taps(int from, int to, PixelCentres centres)
        {
            (From, To) = (from, to);
            (Lower, Upper, Fraction) = (new int[to], new int[to], new float[to]);
            for (var i = 0; i < to; i++)
            {
                var at = centres == PixelCentres.Half ? Math.Max(0, (i + 0.5) * from / to - 0.5) : (double)i * from / to;
                Lower[i] = (int)at;
                Upper[i] = Math.Min(Lower[i] + 1, from - 1);
                Fraction[i] = (float)(at - Lower[i]);
            }
        }

        public int From { get; }
        public int To { get; }
        public int[] Lower { get; }
        public int[] Upper { get; }
        public float[] Fraction { get; }
    }
}
