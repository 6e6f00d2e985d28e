using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>The arguments of BackwardWeights of a dense weight.</summary>
/// <param name="geometry">Forward's, which has one phase</param>
/// <param name="x">(in, pixels, batch)</param>
/// <param name="y">(out, pixels, batch)</param>
/// <param name="columns">in · taps</param>
/// <param name="parts">(splits, out, in · taps), overwritten</param>
/// <param name="splits">number of parts of the samples, whose sums are added afterwards</param>
readonly struct DenseWeights<TElements>(ProductGeometry geometry, TElements x, TElements y, int columns, ArrayView<float> parts, int splits) where TElements : struct, IElements
{
    public readonly ProductGeometry Geometry = geometry;
    public readonly TElements X = x;
    public readonly TElements Y = y;
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

/// <summary>Steps through the samples of all pixels, some at a time.</summary>
struct SampleIterator
{
    readonly int _stepsOfPixel, _pixels, _pixelStep, _step;

    public int Pixel { get; private set; }

    /// <summary>The index of the samples within the pixel, in steps of so many as are visited at a time.</summary>
    public int InPixel { get; private set; }

    /// <param name="samples">visited at a time: 4 or 8</param>
    /// <param name="first">the first to be visited, counted over all pixels, in samples visited at a time</param>
    /// <param name="step">in samples visited at a time</param>
    public SampleIterator(in ProductGeometry geometry, int samples, int first, int step)
    {
        _stepsOfPixel = geometry.Batch / samples;
        _pixels = geometry.Pixels(0);
        Pixel = first / _stepsOfPixel;
        InPixel = first - Pixel * _stepsOfPixel;
        _pixelStep = step / _stepsOfPixel;
        _step = step - _pixelStep * _stepsOfPixel;
    }

    public readonly bool Exists => Pixel < _pixels;

    public void MoveNext()
    {
        InPixel += _step;
        var carry = InPixel >= _stepsOfPixel;
        InPixel -= carry ? _stepsOfPixel : 0;
        Pixel += _pixelStep + (carry ? 1 : 0);
    }
}

/// <summary>The row of the output gradient that belongs to one output channel.</summary>
/// <param name="samples">of a step of the <see cref="SampleIterator"/></param>
readonly struct GradientRow(in ProductGeometry geometry, int samples, int row)
{
    readonly int _first = row * geometry.TargetPlane / samples;
    readonly int _stepsOfPixel = geometry.Batch / samples;
    readonly bool _exists = row < geometry.TargetChannels;

    /// <summary>The position of the samples, in steps; negative if there are no more, or no such row: they are zeros.</summary>
    public int At(SampleIterator samples, bool more)
    {
        var at = _first + samples.Pixel * _stepsOfPixel + samples.InPixel;
        return _exists & more & samples.Exists ? at : -1;
    }
}

/// <summary>The row of the gathered matrix that belongs to one input channel and tap.</summary>
readonly struct GatheredRow
{
    readonly ArrayView<int> _sources;
    readonly int _taps, _tap, _first, _stepsOfPixel;
    readonly bool _exists;

    /// <param name="samples">of a step of the <see cref="SampleIterator"/></param>
    public GatheredRow(in ProductGeometry geometry, int samples, int column, int columns)
    {
        _sources = geometry.Sources;
        _taps = geometry.Taps(0);
        var channel = column / _taps;
        _tap = column - channel * _taps;
        _first = channel * geometry.SourcePlane / samples;
        _stepsOfPixel = geometry.Batch / samples;
        _exists = column < columns;
    }

    /// <summary>The position of the samples, in steps; negative if they are zeros: there are no more, no such row, or the tap lies outside the image.</summary>
    public int At(SampleIterator samples, bool more)
    {
        var exists = _exists & more & samples.Exists;
        var pixel = _sources[exists ? samples.Pixel * _taps + _tap : 0];
        var at = _first + pixel * _stepsOfPixel + samples.InPixel;
        return exists & pixel >= 0 ? at : -1;
    }
}
