namespace SparseGen.Fid;

/// <summary>A rectangular part of a matrix, without copying.</summary>
readonly struct Block(Matrix matrix, int firstRow, int rows, int firstColumn, int columns)
{
    public int Rows => rows;

    public int Columns => columns;

    public Span<double> Row(int row) => matrix.Row(firstRow + row).Slice(firstColumn, columns);

    /// <summary>Rows from <paramref name="row"/> on: <paramref name="rowCount"/>, or fewer if the block ends before.</summary>
    public Block Part(int row, int rowCount) => Part(row, rowCount, 0, columns);

    /// <summary>Rows from <paramref name="row"/> and columns from <paramref name="column"/> on: the given numbers, or fewer if the block ends before.</summary>
    public Block Part(int row, int rowCount, int column, int columnCount) =>
        new(matrix, firstRow + row, Math.Min(rowCount, rows - row), firstColumn + column, Math.Min(columnCount, columns - column));

    public static implicit operator Block(Matrix matrix) => new(matrix, 0, matrix.Rows, 0, matrix.Columns);
}
