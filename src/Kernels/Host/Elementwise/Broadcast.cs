namespace SparseGen.Kernels.Host;

/// <summary>Two shapes broadcast to a third, as rows along which each operand is either contiguous or one number.</summary>
readonly struct Broadcast
{
    public Broadcast(in Shape x, in Shape y, in Shape z)
    {
        var loops = new LoopNest(z, x, y);
        RowLength = loops.Size(0);
        XRepeats = loops.StepX(0) == 0;
        YRepeats = loops.StepY(0) == 0;
        var (rowsX, rowsY) = (new Walk(), new Walk());
        for (var k = 1; k < loops.Depth; k++)
        {
            rowsX.Surround(loops.Size(k), loops.StepX(k));
            rowsY.Surround(loops.Size(k), loops.StepY(k));
        }
        RowsX = rowsX;
        RowsY = rowsY;
    }

    public long RowLength { get; }

    /// <summary>Whether a row of z has one number of x.</summary>
    public bool XRepeats { get; }

    /// <summary>Whether a row of z has one number of y.</summary>
    public bool YRepeats { get; }

    /// <summary>Where the rows begin in x.</summary>
    public Walk RowsX { get; }

    /// <summary>Where the rows begin in y.</summary>
    public Walk RowsY { get; }
}
