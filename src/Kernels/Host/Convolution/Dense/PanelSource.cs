namespace SparseGen.Kernels.Host;

/// <summary>The source addresses of the panel of one column tile and block of source channels.</summary>
/// <remarks>
/// A list of addresses in the order of the panel. For each (channel, tap) it has one address if all columns are vectors of one
/// pixel, which are contiguous, else one address per column. Columns outside the image or past the last one are read from
/// zeros.
/// </remarks>
unsafe struct PanelSource<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly DenseProduct<TLanes>.Plan _plan;
    readonly DenseProduct<TLanes>.PhasePlan _part;
    readonly float* _source;
    readonly float* _zeros;
    readonly float** _list;
    int _channels;
    int _count;

    /// <summary>Bit j is set if the batch ends within the vector of column j.</summary>
    int _partial;

    /// <param name="table">memory of <see cref="TableFloats"/> floats</param>
    public PanelSource(DenseProduct<TLanes>.Plan plan, DenseProduct<TLanes>.PhasePlan part, float* source, float* table)
    {
        _plan = plan;
        _part = part;
        _source = source;
        _zeros = table;
        new Span<float>(_zeros, Columns * TLanes.Count).Clear();
        _list = (float**)(table + Columns * TLanes.Count);
    }

    public static long TableFloats(DenseProduct<TLanes>.PhasePlan part) =>
        Columns * TLanes.Count + (long)part.Block * part.Phase.Taps.Length * Columns * (sizeof(float*) / sizeof(float));

    static int Columns => RegisterTile<TLanes>.Columns;

    /// <summary>Rows of the panel: channels × taps.</summary>
    public readonly int Depth => _channels * _part.Phase.Taps.Length;

    /// <summary>The list of addresses.</summary>
    public readonly float** Sources => _list;

    /// <summary>The number of addresses to be prefetched: zero if the block at an address is smaller than what a step prefetches.</summary>
    public readonly int Fetches => IsOnePixel && Columns * TLanes.Count == Prefetch.Floats ? _count : 0;

    /// <summary>Whether all columns of a tile are contiguous vectors of one pixel.</summary>
    readonly bool IsOnePixel => _plan.LaneVectors % Columns == 0;

    /// <summary>Empties the list after the last panel.</summary>
    public void LocateNone() => _count = 0;

    public void Locate(int block, int tile)
    {
        var gather = _plan.Gather;
        var taps = _part.Phase.Taps;
        var plane = (long)gather.SourceHeight * gather.SourceWidth * gather.Batch;
        var first = block * _part.Block;
        _channels = Math.Min(_part.Block, gather.SourceChannels - first);
        _partial = 0;
        var vectors = IsOnePixel ? 1 : Columns;
        var perChannel = taps.Length * vectors;
        _count = _channels * perChannel;
        for (var j = 0; j < Columns; j++)
        {
            var (pixel, vector) = Math.DivRem(tile * Columns + j, _plan.LaneVectors);
            var (i, k) = Math.DivRem(pixel, _part.Phase.Columns);
            var exists = i < _part.Phase.Rows;
            if (exists && (vector + 1) * TLanes.Count > gather.Batch) _partial |= 1 << j;
            if (j >= vectors) continue;
            for (var t = 0; t < taps.Length; t++)
            {
                var row = i * gather.SourceStrideHeight + taps[t].Row;
                var column = k * gather.SourceStrideWidth + taps[t].Column;
                var inside = exists && (uint)row < (uint)gather.SourceHeight && (uint)column < (uint)gather.SourceWidth;
                var address = inside ? _source + first * plane + ((long)row * gather.SourceWidth + column) * gather.Batch + vector * TLanes.Count : _zeros;
                var step = inside ? plane : 0;
                for (var entry = t * vectors + j; entry < _count; entry += perChannel, address += step) _list[entry] = address;
            }
        }
    }

    /// <summary>panel ← for each (channel, tap) the vectors of the columns.</summary>
    public readonly void Pack(float* panel)
    {
        if (_partial != 0) PackPartial(panel);
        else if (IsOnePixel) PackPixel(panel);
        else PackVectors(panel);
    }

    readonly void PackPixel(float* to)
    {
        for (float** entry = _list, end = _list + _count; entry < end; entry++, to += Columns * TLanes.Count)
        {
            var from = *entry;
            TLanes v0 = TLanes.Load(from), v1 = TLanes.Load(from + TLanes.Count);
            v0.Store(to);
            v1.Store(to + TLanes.Count);
            if (Columns == 2) continue;
            TLanes v2 = TLanes.Load(from + 2 * TLanes.Count), v3 = TLanes.Load(from + 3 * TLanes.Count);
            v2.Store(to + 2 * TLanes.Count);
            v3.Store(to + 3 * TLanes.Count);
        }
    }

    readonly void PackVectors(float* to)
    {
        for (float** entry = _list, end = _list + _count; entry < end; entry++, to += TLanes.Count) TLanes.Load(*entry).Store(to);
    }

    /// <summary>Fills the lanes past the end of the batch with zeros.</summary>
    readonly void PackPartial(float* to)
    {
        var lanes = _plan.Gather.Batch % TLanes.Count;
        for (var k = 0; k < Depth; k++)
            for (var j = 0; j < Columns; j++, to += TLanes.Count)
            {
                var from = IsOnePixel ? _list[k] : _list[k * Columns + j];
                if (IsOnePixel) from += j * TLanes.Count;
                if ((_partial >> j & 1) == 0 || from == _zeros) TLanes.Load(from).Store(to);
                else
                    for (var n = 0; n < TLanes.Count; n++) to[n] = n < lanes ? from[n] : 0;
            }
    }
}
