namespace SparseGen.Kernels.Host;

/// <summary>
/// One tile of a <see cref="PatchShape"/>: its position, its source patch, and the copies between its vectors and the target
/// image.
/// </summary>
readonly unsafe struct Patch<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    readonly PatchShape _shape;
    readonly int _row;
    readonly int _column;
    readonly int _lane;

    public Patch(PatchShape shape, int tile)
    {
        _shape = shape;
        (tile, _lane) = Math.DivRem(tile, shape.TilesDeep);
        (_row, _column) = Math.DivRem(tile, shape.TilesAcross);
        (_row, _column, _lane) = (_row * shape.Rows, _column * shape.Columns, _lane * shape.Lanes * TLanes.Count);
    }

    /// <summary>
    /// Packs the patches of <paramref name="channels"/> source channels one after another, with zeros outside of image and
    /// batch. Returns them, or the source itself if it has the same layout and is Float32.
    /// </summary>
    public float* Pack<T>(T* source, int firstChannel, int channels, float* patch) where T : unmanaged
    {
        var shape = _shape;
        var gather = shape.Gather;
        var plane = (long)gather.SourceHeight * gather.SourceWidth * gather.Batch;
        source += firstChannel * plane;
        if (shape.IsSource && typeof(T) == typeof(float)) return (float*)source;

        // The positions of the pixels of a patch row in a row of the source, or −1.
        var pixels = shape.ColumnPhases * shape.PhaseColumns;
        var columns = stackalloc int[pixels];
        for (var q = 0; q < pixels; q++)
        {
            var (phase, j) = Math.DivRem(q, shape.PhaseColumns);
            var column = (_column + j) * gather.SourceStrideWidth + shape.FirstColumn + phase;
            columns[q] = (uint)column < (uint)gather.SourceWidth ? column * gather.Batch + _lane : -1;
        }
        var firstRow = _row * gather.SourceStrideHeight + shape.FirstRow;
        var rowFloats = (long)gather.SourceWidth * gather.Batch;
        var lanes = Math.Min(shape.PixelFloats, gather.Batch - _lane);
        var to = patch;
        for (var c = 0; c < channels; c++, source += plane)
            for (var rowPhase = 0; rowPhase < shape.RowPhases; rowPhase++)
                for (var i = 0; i < shape.PhaseRows; i++, to += shape.RowFloats)
                {
                    var row = firstRow + i * gather.SourceStrideHeight + rowPhase;
                    if ((uint)row >= (uint)gather.SourceHeight) new Span<float>(to, shape.RowFloats).Clear();
                    else if (lanes < shape.PixelFloats) PackPart(source + row * rowFloats, columns, pixels, lanes, to);
                    else if (shape.Lanes == 1) PackVectors(source + row * rowFloats, columns, pixels, to);
                    else if (shape.Lanes == 2) PackPairs(source + row * rowFloats, columns, pixels, to);
                    else PackFours(source + row * rowFloats, columns, pixels, shape.Lanes / 4, to);
                }
        return patch;
    }

    static void PackVectors<T>(T* row, int* columns, int pixels, float* to) where T : unmanaged
    {
        for (var q = 0; q < pixels; q++, to += TLanes.Count)
        {
            TLanes vector = default;
            if (columns[q] >= 0) vector = Elements<TLanes>.Load(row + columns[q]);
            vector.Store(to);
        }
    }

    static void PackPairs<T>(T* row, int* columns, int pixels, float* to) where T : unmanaged
    {
        for (var q = 0; q < pixels; q++, to += 2 * TLanes.Count)
        {
            TLanes v0 = default, v1 = default;
            if (columns[q] >= 0)
            {
                var from = row + columns[q];
                (v0, v1) = (Elements<TLanes>.Load(from), Elements<TLanes>.Load(from + TLanes.Count));
            }
            v0.Store(to);
            v1.Store(to + TLanes.Count);
        }
    }

    static void PackFours<T>(T* row, int* columns, int pixels, int fours, float* to) where T : unmanaged
    {
        for (var q = 0; q < pixels; q++)
        {
            var from = row + columns[q];
            for (var f = 0; f < fours; f++, from += 4 * TLanes.Count, to += 4 * TLanes.Count)
            {
                TLanes v0 = default, v1 = default, v2 = default, v3 = default;
                if (columns[q] >= 0)
                {
                    (v0, v1) = (Elements<TLanes>.Load(from), Elements<TLanes>.Load(from + TLanes.Count));
                    (v2, v3) = (Elements<TLanes>.Load(from + 2 * TLanes.Count), Elements<TLanes>.Load(from + 3 * TLanes.Count));
                }
                v0.Store(to);
                v1.Store(to + TLanes.Count);
                v2.Store(to + 2 * TLanes.Count);
                v3.Store(to + 3 * TLanes.Count);
            }
        }
    }

    /// <summary>Packs a row when fewer lanes than a vector's are left in the batch.</summary>
    void PackPart<T>(T* row, int* columns, int pixels, int lanes, float* to) where T : unmanaged
    {
        for (var q = 0; q < pixels; q++, to += _shape.PixelFloats)
        {
            if (columns[q] < 0) new Span<float>(to, _shape.PixelFloats).Clear();
            else CopyLanes(row + columns[q], lanes, to);
        }
    }

    /// <summary>
    /// Packs the tile's vectors of target channels in one phase: (rows of the plan) × (vectors), with zeros outside of image
    /// and batch.
    /// </summary>
    public void PackTarget<T>(T* target, int firstChannel, int channels, float* to) where T : unmanaged
    {
        var gather = _shape.Gather;
        var plane = (long)gather.TargetHeight * gather.TargetWidth * gather.Batch;
        var pixels = _shape.Rows * _shape.Columns;
        var offsets = stackalloc int[pixels];
        Offsets(gather.Phases[0], offsets);
        var lanes = Math.Min(_shape.PixelFloats, gather.Batch - _lane);
        target += firstChannel * plane;
        for (var c = 0; c < channels; c++, target += plane)
            for (var p = 0; p < pixels; p++, to += _shape.PixelFloats)
            {
                if (offsets[p] < 0) new Span<float>(to, _shape.PixelFloats).Clear();
                else CopyLanes(target + offsets[p], lanes, to);
            }
    }

    /// <summary>Writes the finished sums of rows [first, end) to the target, and zeros for rows without survivors.</summary>
    public void Unpack<T>(float* sums, MaskedPlan plan, int first, int end, T* target) where T : unmanaged
    {
        var gather = _shape.Gather;
        var plane = (long)gather.TargetHeight * gather.TargetWidth * gather.Batch;
        var phases = gather.Phases.Length;
        var pixels = _shape.Rows * _shape.Columns;
        var offsets = stackalloc int[pixels * phases];
        for (var phase = 0; phase < phases; phase++) Offsets(gather.Phases[phase], offsets + phase * pixels);
        var lanes = Math.Min(_shape.PixelFloats, gather.Batch - _lane);
        var whole = lanes == _shape.PixelFloats;
        var streams = whole && Streaming.IsFasterInRows(gather.Batch, target, gather.TargetChannels * plane);
        for (var row = first; row < end; row++)
        {
            var (channel, phase) = Math.DivRem(row, phases);
            var image = target + channel * plane;
            var offset = offsets + phase * pixels;
            var empty = plan.RowIsEmpty[row];
            for (var p = 0; p < pixels; p++, sums += _shape.PixelFloats)
            {
                if (offset[p] < 0) continue;
                var to = image + offset[p];
                if (empty) new Span<T>(to, lanes).Clear();
                else if (streams)
                    for (var v = 0; v < lanes; v += TLanes.Count) default(StreamingWindow<TLanes>).Store(to + v, TLanes.Load(sums + v));
                else if (whole)
                    for (var v = 0; v < lanes; v += TLanes.Count) Elements<TLanes>.Store(to + v, TLanes.Load(sums + v));
                else
                    for (var v = 0; v < lanes; v += TLanes.Count) new PartialWindow<TLanes>(Math.Min(TLanes.Count, lanes - v)).Store(to + v, TLanes.Load(sums + v));
            }
        }
    }

    /// <summary>For each pixel of the tile its position in a target channel, or −1 outside of the phase.</summary>
    void Offsets(Gather.Phase phase, int* offsets)
    {
        var gather = _shape.Gather;
        for (var i = 0; i < _shape.Rows; i++)
            for (var j = 0; j < _shape.Columns; j++)
            {
                var inside = _row + i < phase.Rows && _column + j < phase.Columns;
                var row = phase.Row0 + (_row + i) * gather.TargetStrideHeight;
                var column = phase.Column0 + (_column + j) * gather.TargetStrideWidth;
                *offsets++ = inside ? (row * gather.TargetWidth + column) * gather.Batch + _lane : -1;
            }
    }

    void CopyLanes<T>(T* from, int lanes, float* to) where T : unmanaged
    {
        var v = 0;
        for (; v + TLanes.Count <= lanes; v += TLanes.Count) Elements<TLanes>.Load(from + v).Store(to + v);
        for (; v < lanes; v++) to[v] = HostTensor.Value(from + v);
        for (; v < _shape.PixelFloats; v++) to[v] = 0;
    }
}
