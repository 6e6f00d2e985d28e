namespace SparseGen.Kernels.Host;

/// <summary>
/// Divides rows of equal length into tasks of about the same size: long rows into pieces, short rows several to a task. A
/// function of the shape only.
/// </summary>
readonly struct Grid
{
    readonly long _rows;
    readonly long _length;
    readonly long _rowsPerTask;
    readonly long _pieceLength;
    readonly long _piecesPerRow;

    /// <param name="length">elements per row, at least 1</param>
    /// <param name="size">elements per task aimed at, and the most elements of a piece</param>
    public Grid(long rows, long length, long size)
    {
        _rows = rows;
        _length = length;
        _rowsPerTask = Even(rows, Math.Max(1, size / length), 1);
        _pieceLength = size;
        _piecesPerRow = (length + size - 1) / size;
    }

    /// <summary>
    /// A task size close to the given one for which the number of tasks is a multiple of four, so that two or four threads have
    /// equal work.
    /// </summary>
    /// <param name="size">elements per task aimed at</param>
    /// <param name="unit">the result is a multiple of it</param>
    public static long Even(long count, long size, long unit)
    {
        if (count <= size) return size;
        var tasks = ((count + size - 1) / size + 3) / 4 * 4;
        return ((count + tasks - 1) / tasks + unit - 1) / unit * unit;
    }

    public int Tasks => checked((int)(_piecesPerRow > 1 ? _rows * _piecesPerRow : (_rows + _rowsPerTask - 1) / _rowsPerTask));

    /// <summary>The number of pieces per row.</summary>
    public long PiecesPerRow => _piecesPerRow;

    /// <summary>The part of the grid that belongs to a task: elements [start, end) of each of its rows.</summary>
    public (long FirstRow, long LastRow, long Start, long End) this[int task]
    {
        get
        {
            if (_piecesPerRow == 1)
            {
                var first = task * _rowsPerTask;
                return (first, Math.Min(_rows, first + _rowsPerTask) - 1, 0, _length);
            }
            var row = task / _piecesPerRow;
            var start = task % _piecesPerRow * _pieceLength;
            return (row, row, start, Math.Min(_length, start + _pieceLength));
        }
    }
}
