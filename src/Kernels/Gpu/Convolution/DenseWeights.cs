using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The arguments of BackwardWeights of a dense weight.</summary>
/// <param name="geometry">Forward's, which has one phase</param>
/// <param name="x">(in, pixels, batch)</param>
/// <param name="y">(out, pixels, batch)</param>
/// <param name="columns">in · taps</param>
/// <param name="parts">(splits, out, in · taps), overwritten</param>
/// <param name="splits">number of parts of the samples, whose sums are added afterwards</param>
readonly struct DenseWeights(ProductGeometry geometry, ArrayView<Float4> x, ArrayView<Float4> y, int columns, ArrayView<float> parts, int splits)
{
    public readonly ProductGeometry Geometry = geometry;
    public readonly ArrayView<Float4> X = x;
    public readonly ArrayView<Float4> Y = y;
    public readonly int Columns = columns;
    public readonly ArrayView<float> Parts = parts;
    public readonly int Splits = splits;

    /// <summary>Writes two neighbouring weights to the part of this group, except those outside of the matrix.</summary>
    public void Store(int row, int column, float first, float second)
    {
        if (row >= Geometry.TargetChannels) return;
        var at = (Grid.IdxZ * Geometry.TargetChannels + row) * Columns + column;
        if (column < Columns) Parts[at] = first;
        if (column + 1 < Columns) Parts[at + 1] = second;
    }
}

/// <summary>Steps through the samples of all pixels, one Float4 at a time.</summary>
struct SampleIterator
{
    readonly int _foursOfPixel, _pixels, _pixelStep, _fourStep;

    public int Pixel { get; private set; }

    /// <summary>The index of the Float4 within the pixel.</summary>
    public int Four { get; private set; }

    /// <param name="first">the first Float4, counted over all pixels</param>
    /// <param name="step">in Float4</param>
    public SampleIterator(in ProductGeometry geometry, int first, int step)
    {
        _foursOfPixel = geometry.Batch >> 2;
        _pixels = geometry.Pixels(0);
        Pixel = first / _foursOfPixel;
        Four = first - Pixel * _foursOfPixel;
        _pixelStep = step / _foursOfPixel;
        _fourStep = step - _pixelStep * _foursOfPixel;
    }

    public readonly bool Exists => Pixel < _pixels;

    public void MoveNext()
    {
        Four += _fourStep;
        var carry = Four >= _foursOfPixel;
        Four -= carry ? _foursOfPixel : 0;
        Pixel += _pixelStep + (carry ? 1 : 0);
    }
}

/// <summary>The row of the output gradient that belongs to one output channel.</summary>
readonly struct GradientRow(in ProductGeometry geometry, int row)
{
    readonly int _first = row * geometry.TargetPlane >> 2;
    readonly int _foursOfPixel = geometry.Batch >> 2;
    readonly bool _exists = row < geometry.TargetChannels;

    /// <summary>Four samples; zeros if there are no more, or no such row.</summary>
    public Float4 Load(ArrayView<Float4> y, SampleIterator samples, bool more)
    {
        var exists = _exists && more && samples.Exists;
        return Float4.If(exists, y[exists ? _first + samples.Pixel * _foursOfPixel + samples.Four : 0]);
    }
}

/// <summary>The row of the gathered matrix that belongs to one input channel and tap.</summary>
readonly struct GatheredRow
{
    readonly ArrayView<int> _sources;
    readonly int _taps, _tap, _first, _foursOfPixel;
    readonly bool _exists;

    public GatheredRow(in ProductGeometry geometry, int column, int columns)
    {
        _sources = geometry.Sources;
        _taps = geometry.Taps(0);
        var channel = column / _taps;
        _tap = column - channel * _taps;
        _first = channel * geometry.SourcePlane >> 2;
        _foursOfPixel = geometry.Batch >> 2;
        _exists = column < columns;
    }

    /// <summary>Four samples; zeros if there are no more, no such row, or the tap lies outside the image.</summary>
    public Float4 Load(ArrayView<Float4> x, SampleIterator samples, bool more)
    {
        var exists = _exists && more && samples.Exists;
        var pixel = _sources[exists ? samples.Pixel * _taps + _tap : 0];
        var inside = exists && pixel >= 0;
        return Float4.If(inside, x[inside ? _first + pixel * _foursOfPixel + samples.Four : 0]);
    }
}
