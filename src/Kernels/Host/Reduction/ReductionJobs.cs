namespace SparseGen.Kernels.Host;

/// <summary>A reduction in parts, whose results are combined in order when all are complete.</summary>
unsafe interface IReductionJob : IJob
{
    int Tasks { get; }

    /// <summary>y ← the results of the parts, combined.</summary>
    void Finish(float* y);
}

/// <summary>
/// A reduction whose innermost loop is reduced. Each output has several rows of x; the rows are divided into segments, and
/// several segments of one output are a part.
/// </summary>
readonly unsafe struct AlongRowsJob<TLanes, TAccumulator, T> : IReductionJob
    where TLanes : unmanaged, ILanes<TLanes>
    where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
    where T : unmanaged
{
    readonly OffsetIterator _kept = new(), _reduced = new();
    readonly T* _x;
    readonly long _segmentLength, _segmentsPerRow, _rowLength, _partsPerOutput, _segmentsPerPart;
    readonly Grid _grid;
    readonly double* _parts;

    public AlongRowsJob(in LoopNest loops, T* x, Scratch scratch)
    {
        _x = x;
        for (var k = 1; k < loops.Depth; k++)
            if (loops.StepY(k) == 0) _reduced.AddOuterLoop(loops.Size(k), loops.StepX(k));
            else _kept.AddOuterLoop(loops.Size(k), loops.StepX(k));
        _rowLength = loops.Size(0);
        _segmentLength = Math.Min(_rowLength, Reduction.Chunk);
        _segmentsPerRow = (_rowLength + _segmentLength - 1) / _segmentLength;
        var segments = _reduced.Count * _segmentsPerRow;
        _segmentsPerPart = Math.Min(segments, Reduction.Chunk / _segmentLength);
        _partsPerOutput = (segments + _segmentsPerPart - 1) / _segmentsPerPart;
        var parts = _kept.Count * _partsPerOutput;
        _grid = new Grid(parts, 1, Math.Max(1, Reduction.Chunk / (_segmentsPerPart * _segmentLength)));
        _parts = (double*)scratch.Shared(Scratch.Piece.Sums, 2 * parts);
    }

    public int Tasks => _grid.Tasks;

    public void Execute(int task, int worker)
    {
        var (part, last, _, _) = _grid[task];
        for (; part <= last; part++) _parts[part] = Part(part);
    }

    public void Finish(float* y)
    {
        for (long output = 0, part = 0; output < _kept.Count; output++)
        {
            var total = (double)TAccumulator.Identity;
            for (var k = 0; k < _partsPerOutput; k++) total = TAccumulator.Combine(total, _parts[part++]);
            y[output] = (float)total;
        }
    }

    double Part(long part)
    {
        var (kept, reduced) = (_kept, _reduced);
        kept.MoveTo(part / _partsPerOutput);
        var segment = part % _partsPerOutput * _segmentsPerPart;
        var end = Math.Min(segment + _segmentsPerPart, reduced.Count * _segmentsPerRow);
        reduced.MoveTo(segment / _segmentsPerRow);
        var total = (double)TAccumulator.Identity;
        for (; segment < end; segment++)
        {
            var start = segment % _segmentsPerRow * _segmentLength;
            var row = _x + kept.Offset + reduced.Offset;
            total = TAccumulator.Combine(total, Reduction.Along<TLanes, TAccumulator, T>(row + start, Math.Min(_segmentLength, _rowLength - start)));
            if (start + _segmentLength >= _rowLength) reduced.Advance(1);
        }
        return total;
    }
}

/// <summary>A reduction whose innermost loop is kept: in each part, some rows of a tile of columns are reduced.</summary>
readonly unsafe struct AcrossRowsJob<TLanes, TAccumulator, T> : IReductionJob
    where TLanes : unmanaged, ILanes<TLanes>
    where TAccumulator : unmanaged, IAccumulator<TAccumulator, TLanes>
    where T : unmanaged
{
    const int RowsPerPart = Reduction.Chunk / Reduction.Tile;

    readonly OffsetIterator _kept = new(), _reduced = new();
    readonly T* _x;
    readonly long _columns, _tiles, _partsPerOutput;
    readonly Grid _grid;
    readonly double* _parts;

    public AcrossRowsJob(in LoopNest loops, T* x, Scratch scratch)
    {
        _x = x;
        for (var k = 1; k < loops.Depth; k++)
            if (loops.StepY(k) == 0) _reduced.AddOuterLoop(loops.Size(k), loops.StepX(k));
            else _kept.AddOuterLoop(loops.Size(k), loops.StepX(k));
        _columns = loops.Size(0);
        _tiles = (_columns + Reduction.Tile - 1) / Reduction.Tile;
        _partsPerOutput = (_reduced.Count + RowsPerPart - 1) / RowsPerPart;
        var parts = _partsPerOutput * _kept.Count * _tiles;
        _grid = new Grid(parts, 1, Math.Max(1, RowsPerPart / _reduced.Count));
        _parts = (double*)scratch.Shared(Scratch.Piece.Sums, 2 * _partsPerOutput * _kept.Count * _columns);
    }

    public int Tasks => _grid.Tasks;

    public void Execute(int task, int worker)
    {
        var (part, last, _, _) = _grid[task];
        for (; part <= last; part++) Part(part);
    }

    public void Finish(float* y)
    {
        var outputs = _kept.Count * _columns;
        for (long output = 0; output < outputs; output++)
        {
            var total = _parts[output];
            for (long k = 1; k < _partsPerOutput; k++) total = TAccumulator.Combine(total, _parts[k * outputs + output]);
            y[output] = (float)total;
        }
    }

    /// <summary>Parts are numbered by (rows, kept offset, tile).</summary>
    void Part(long part)
    {
        var (kept, reduced) = (_kept, _reduced);
        var column = part % _tiles * Reduction.Tile;
        var outer = part / _tiles;
        kept.MoveTo(outer % kept.Count);
        var firstRow = outer / kept.Count * RowsPerPart;
        reduced.MoveTo(firstRow);
        Reduction.Across<TLanes, TAccumulator, T>(
            _x + kept.Offset + column, reduced, Math.Min(RowsPerPart, reduced.Count - firstRow),
            (int)Math.Min(Reduction.Tile, _columns - column), _parts + outer * _columns + column);
    }
}
