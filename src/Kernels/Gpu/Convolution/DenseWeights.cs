using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The arguments of BackwardWeights of a dense weight.</summary>
/// <param name="geometry">of Forward; it has one phase</param>
/// <param name="x">(in, pixels, batch), in fours</param><param name="y">(out, pixels, batch), in fours</param>
/// <param name="columns">in · taps</param>
/// <param name="parts">(splits, out, in · taps), overwritten</param><param name="splits">parts of the samples, to be added up</param>
readonly struct DenseWeights(ProductGeometry geometry, ArrayView<Float4> x, ArrayView<Float4> y, int columns, ArrayView<float> parts, int splits)
{
    public readonly ProductGeometry Geometry = geometry;
    public readonly ArrayView<Float4> X = x;
    public readonly ArrayView<Float4> Y = y;
    public readonly int Columns = columns;
    public readonly ArrayView<float> Parts = parts;
    public readonly int Splits = splits;

    /// <summary>Writes two neighbouring weights to this group's part, those that exist.</summary>
    public void Store(int row, int column, float first, float second)
    {
        if (row >= Geometry.TargetChannels) return;
        var at = (Grid.IdxZ * Geometry.TargetChannels + row) * Columns + column;
        if (column < Columns) Parts[at] = first;
        if (column + 1 < Columns) Parts[at + 1] = second;
    }
}

/// <summary>Steps through the samples of all pixels, in fours.</summary>
struct SampleWalk
{
    readonly int _foursOfPixel, _pixels, _pixelStep, _fourStep;

    public int Pixel { get; private set; }

    /// <summary>Within the pixel.</summary>
    public int Four { get; private set; }

    /// <param name="geometry">of the product</param><param name="first">the first four</param><param name="step">fours from one to the next</param>
    public SampleWalk(in ProductGeometry geometry, int first, int step)
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

/// <summary>The samples of an output channel.</summary>
readonly struct GradientRow(in ProductGeometry geometry, int row)
{
    readonly int _first = row * geometry.TargetPlane >> 2;
    readonly int _foursOfPixel = geometry.Batch >> 2;
    readonly bool _exists = row < geometry.TargetChannels;

    /// <summary>Four samples, or zeros.</summary>
    public Float4 Load(ArrayView<Float4> y, SampleWalk samples, bool more)
    {
        var exists = _exists && more && samples.Exists;
        return Float4.If(exists, y[exists ? _first + samples.Pixel * _foursOfPixel + samples.Four : 0]);
    }
}

/// <summary>The samples of what an input channel shows to one tap.</summary>
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

    /// <summary>Four samples, or zeros.</summary>
    public Float4 Load(ArrayView<Float4> x, SampleWalk samples, bool more)
    {
        var exists = _exists && more && samples.Exists;
        var pixel = _sources[exists ? samples.Pixel * _taps + _tap : 0];
        var inside = exists && pixel >= 0;
        return Float4.If(inside, x[inside ? _first + pixel * _foursOfPixel + samples.Four : 0]);
    }
}
