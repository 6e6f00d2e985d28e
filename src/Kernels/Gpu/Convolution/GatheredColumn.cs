namespace SparseGen.Kernels.Gpu;

/// <summary>Four neighbouring columns of the gathered matrix, whose terms are visited with a constant step.</summary>
struct GatheredColumn
{
    readonly ProductGeometry _geometry;
    readonly int _table;
    readonly int _sample;
    readonly int _taps;
    readonly bool _exists;
    readonly int _channels;
    readonly int _channelStride;
    readonly int _channelStep;
    readonly int _tapStep;
    int _channel;
    int _tap;

    /// <param name="column">the first of the four, a multiple of four</param>
    /// <param name="term">the first to be visited</param>
    /// <param name="channelsOfTerm">source channels that are visited at a time, of which the first one's position is returned</param>
    public GatheredColumn(in ProductGeometry geometry, int phase, int column, int term, int step, int channelsOfTerm = 1)
    {
        _geometry = geometry;
        var taps = geometry.Taps(phase);
        _taps = taps > 0 ? taps : 1;
        var pixel = column / geometry.Batch;
        _exists = taps > 0 && pixel < geometry.Pixels(phase);
        _sample = column - pixel * geometry.Batch;
        _table = geometry.FirstSource(phase) + pixel * taps;
        _channels = (geometry.SourceChannels + channelsOfTerm - 1) / channelsOfTerm;
        _channelStride = geometry.SourcePlane * channelsOfTerm;
        _channel = term / _taps;
        _tap = term - _channel * _taps;
        _channelStep = step / _taps;
        _tapStep = step - _channelStep * _taps;
    }

    /// <summary>The position in the source of the current term's numbers, in fours of elements; negative if they are zero. Advances to the next term.</summary>
    public int Next()
    {
        var exists = _exists && _channel < _channels;
        var pixel = _geometry.Sources[exists ? _table + _tap : 0];
        var at = (_channel * _channelStride + pixel * _geometry.Batch + _sample) >> 2;
        _tap += _tapStep;
        var carry = _tap >= _taps;
        _tap -= carry ? _taps : 0;
        _channel += _channelStep + (carry ? 1 : 0);
        return exists && pixel >= 0 ? at : -1;
    }

    /// <summary>
    /// The numbers at a position given by <see cref="Next"/>. If they are zero, an arbitrary position is read and discarded,
    /// which is faster than a branch.
    /// </summary>
    public static Float4 Load<TElements>(TElements source, int at) where TElements : struct, IElements
    {
        var exists = at >= 0;
        var from = exists ? at : 0;
        return Float4.If(exists, source.LoadFour(from));
    }
}
