namespace SparseGen.Fid;

/// <summary>A matrix of doubles, stored row by row.</summary>
public sealed class Matrix
{
    readonly double[] _values;

    /// <summary>A matrix of zeros.</summary>
    public Matrix(int rows, int columns) : this(rows, columns, new double[checked(rows * columns)])
    {
    }

    /// <summary>A matrix of given values, which are not copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not rows · columns.</exception>
    public Matrix(int rows, int columns, double[] values)
    {
        if (values.Length != (long)rows * columns) throw new ArgumentException($"{values.Length:N0} values do not fill a matrix of {rows}×{columns}.", nameof(values));
        Rows = rows;
        Columns = columns;
        _values = values;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>All values, row by row.</summary>
    public Span<double> Values => _values;

    public ref double this[int row, int column] => ref _values[row * Columns + column];

    public Span<double> Row(int row) => _values.AsSpan(row * Columns, Columns);

    public Matrix Clone() => new(Rows, Columns, (double[])_values.Clone());

    /// <summary>The sum of the diagonal.</summary>
    public double Trace()
    {
        var trace = 0.0;
        for (var i = 0; i < Math.Min(Rows, Columns); i++) trace += this[i, i];
        return trace;
    }

    /// <summary>Copies the lower triangle of a square matrix to the upper.</summary>
    public void Mirror()
    {
        for (var i = 0; i < Rows; i++)
            for (var j = 0; j < i; j++) this[j, i] = this[i, j];
    }
}
