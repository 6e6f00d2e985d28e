namespace SparseGen.Kernels.Host;

/// <summary>
/// Cuts rows of equal length into tasks of about the same size: long rows into pieces, short rows gathered.
/// Depends on the shape alone.
/// </summary>
readonly struct Grid
{
    readonly long _rows;
    readonly long _length;
    readonly long _rowsPerTask;
    readonly long _pieceLength;
    readonly long _piecesPerRow;

    /// <param name="rows">the number of rows</param>
    /// <param name="length">elements of a row, at least 1</param>
    /// <param name="size">elements wanted in a task; a piece is at most as long</param>
    public Grid(long rows, long length, long size)
    {
        _rows = rows;
        _length = length;
        _rowsPerTask = Even(rows, Math.Max(1, size / length), 1);
        _pieceLength = size;
        _piecesPerRow = (length + size - 1) / size;
    }

    /// <summary>A task size near the one wanted with which four threads, or two, have equally much to do.</summary>
    /// <param name="count">elements altogether</param><param name="size">elements wanted in a task</param><param name="unit">the size is a multiple of it</param>
    public static long Even(long count, long size, long unit)
    {
        if (count <= size) return size;
        var tasks = ((count + size - 1) / size + 3) / 4 * 4;
        return ((count + tasks - 1) / tasks + unit - 1) / unit * unit;
    }

    public int Tasks => checked((int)(_piecesPerRow > 1 ? _rows * _piecesPerRow : (_rows + _rowsPerTask - 1) / _rowsPerTask));

    /// <summary>How many pieces each row is cut into.</summary>
    public long PiecesPerRow => _piecesPerRow;

    /// <summary>The part of the grid that a task treats: the elements from start to end of each of its rows.</summary>
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
