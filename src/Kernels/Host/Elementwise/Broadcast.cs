namespace SparseGen.Kernels.Host;

/// <summary>Two shapes that broadcast to a third, as rows along which each operand is either contiguous or constant.</summary>
readonly struct Broadcast
{
    public Broadcast(in Shape x, in Shape y, in Shape z)
    {
        var loops = new LoopNest(z, x, y);
        RowLength = loops.Size(0);
        XRepeats = loops.StepX(0) == 0;
        YRepeats = loops.StepY(0) == 0;
        var (rowsX, rowsY) = (new OffsetIterator(), new OffsetIterator());
        for (var k = 1; k < loops.Depth; k++)
        {
            rowsX.AddOuterLoop(loops.Size(k), loops.StepX(k));
            rowsY.AddOuterLoop(loops.Size(k), loops.StepY(k));
        }
        RowsX = rowsX;
        RowsY = rowsY;
    }

    public long RowLength { get; }

    /// <summary>Whether x is constant along a row of z.</summary>
    public bool XRepeats { get; }

    /// <summary>Whether y is constant along a row of z.</summary>
    public bool YRepeats { get; }

    /// <summary>The offsets of the rows in x.</summary>
    public OffsetIterator RowsX { get; }

    /// <summary>The offsets of the rows in y.</summary>
    public OffsetIterator RowsY { get; }
}
