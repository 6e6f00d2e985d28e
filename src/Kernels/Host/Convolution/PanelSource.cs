namespace SparseGen.Kernels.Host;

/// <summary>Where the panel of one column tile and block of source channels comes from.</summary>
/// <remarks>
/// For each (tap, column) a pointer into the source and its step from channel to channel; a column outside the image or
/// past the last one points to zeros and does not move.
/// </remarks>
unsafe struct PanelSource<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly DenseProduct<TLanes>.Plan _plan;
    readonly DenseProduct<TLanes>.PhasePlan _part;
    readonly float* _source;
    readonly float** _pointers;
    readonly long* _steps;
    readonly float* _zeros;
    int _channels;

    /// <summary>Bit j is set if column j ends within its vector.</summary>
    int _partial;

    /// <param name="plan">the geometry</param><param name="part">and phase</param><param name="source">the source image</param>
    /// <param name="table">memory for 2 · taps · columns pointers and a vector</param>
    public PanelSource(DenseProduct<TLanes>.Plan plan, DenseProduct<TLanes>.PhasePlan part, float* source, float** table)
    {
        _plan = plan;
        _part = part;
        _source = source;
        var entries = part.Phase.Taps.Length * Columns;
        _pointers = table;
        _steps = (long*)(table + entries);
        _zeros = (float*)(table + 2 * entries);
        new Span<float>(_zeros, TLanes.Count).Clear();
    }

    static int Columns => RegisterTile<TLanes>.Columns;

    /// <summary>Rows of the panel: channels × taps.</summary>
    public readonly int Depth => _channels * _part.Phase.Taps.Length;

    /// <summary>All columns are vectors of one pixel, beside each other.</summary>
    readonly bool IsOnePixel => _plan.LaneVectors % Columns == 0;

    /// <summary>The source itself is the panel: a linear layer whose batch is as wide as the tile.</summary>
    readonly bool IsSource => _part.Phase.Taps.Length == 1 && _plan.Gather.SourceHeight * _plan.Gather.SourceWidth == 1 && _plan.Gather.Batch == Columns * TLanes.Count && _steps[0] != 0;

    public void Locate(int block, int tile)
    {
        var gather = _plan.Gather;
        var taps = _part.Phase.Taps;
        var plane = (long)gather.SourceHeight * gather.SourceWidth * gather.Batch;
        var first = block * _part.Block;
        _channels = Math.Min(_part.Block, gather.SourceChannels - first);
        _partial = 0;
        for (var j = 0; j < Columns; j++)
        {
            var (pixel, vector) = Math.DivRem(tile * Columns + j, _plan.LaneVectors);
            var (i, k) = Math.DivRem(pixel, _part.Phase.Columns);
            var exists = i < _part.Phase.Rows;
            if (exists && (vector + 1) * TLanes.Count > gather.Batch) _partial |= 1 << j;
            for (var t = 0; t < taps.Length; t++)
            {
                var row = i * gather.SourceStrideHeight + taps[t].Row;
                var column = k * gather.SourceStrideWidth + taps[t].Column;
                var inside = exists && (uint)row < (uint)gather.SourceHeight && (uint)column < (uint)gather.SourceWidth;
                _pointers[t * Columns + j] = inside ? _source + first * plane + ((long)row * gather.SourceWidth + column) * gather.Batch + vector * TLanes.Count : _zeros;
                _steps[t * Columns + j] = inside ? plane : 0;
            }
        }
    }

    /// <summary>The panel, for each (channel, tap) the vectors of the columns: packed into <paramref name="panel"/>, or where it lies.</summary>
    public readonly float* Pack(float* panel)
    {
        if (IsSource) return _pointers[0];
        if (_partial != 0) PackPartial(panel);
        else if (IsOnePixel) PackPixel(panel);
        else PackVectors(panel);
        return panel;
    }

    readonly void PackPixel(float* to)
    {
        var pointers = _pointers;
        var steps = _steps;
        var (taps, channels) = (_part.Phase.Taps.Length, _channels);
        for (var c = 0; c < channels; c++)
            for (var t = 0; t < taps; t++, to += Columns * TLanes.Count)
            {
                var step = steps[t * Columns];
                var from = pointers[t * Columns] + c * step;
                // There is one vector of zeros, which serves for all columns.
                var next = step == 0 ? 0 : TLanes.Count;
                TLanes v0 = TLanes.Load(from), v1 = TLanes.Load(from + next);
                v0.Store(to);
                v1.Store(to + TLanes.Count);
                if (Columns == 2) continue;
                TLanes v2 = TLanes.Load(from + 2 * next), v3 = TLanes.Load(from + 3 * next);
                v2.Store(to + 2 * TLanes.Count);
                v3.Store(to + 3 * TLanes.Count);
            }
    }

    readonly void PackVectors(float* to)
    {
        var pointers = _pointers;
        var steps = _steps;
        var (count, channels) = (_part.Phase.Taps.Length * Columns, _channels);
        for (var c = 0; c < channels; c++)
            for (var q = 0; q < count; q++, to += TLanes.Count)
                TLanes.Load(pointers[q] + c * steps[q]).Store(to);
    }

    /// <summary>Of columns that end within their vector the rest is filled with zeros.</summary>
    readonly void PackPartial(float* to)
    {
        var lanes = _plan.Gather.Batch % TLanes.Count;
        var count = _part.Phase.Taps.Length * Columns;
        for (var c = 0; c < _channels; c++)
            for (var q = 0; q < count; q++, to += TLanes.Count)
            {
                var from = _pointers[q] + c * _steps[q];
                if ((_partial >> q % Columns & 1) == 0 || _steps[q] == 0) TLanes.Load(from).Store(to);
                else
                    for (var n = 0; n < TLanes.Count; n++) to[n] = n < lanes ? from[n] : 0;
            }
    }
}
