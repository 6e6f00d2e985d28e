namespace SparseGen.Kernels.Host;

/// <summary>y ← x, repeated to the shape of y, row by row of a <see cref="Broadcast"/> of x alone.</summary>
readonly unsafe struct ExpandJob<TLanes, T> : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where T : unmanaged
{
    readonly T* _x, _y;
    readonly Broadcast _broadcast;
    readonly Grid _grid;
    readonly bool _streams;

    public ExpandJob(Tensor x, Tensor y)
    {
        _x = x.Elements<T>();
        _y = y.Elements<T>();
        _broadcast = new Broadcast(x.Shape, x.Shape, y.Shape);
        _grid = new Grid(_broadcast.RowsX.Count, _broadcast.RowLength, Elementwise.Chunk);
        _streams = Streaming.IsFasterInRows(_broadcast.RowLength, y);
    }

    public int Tasks => _grid.Tasks;

    public void Execute(int task, int worker)
    {
        var (row, last, start, end) = _grid[task];
        var rowX = _broadcast.RowsX;
        rowX.MoveTo(row);
        for (; row <= last; row++)
        {
            var source = _x + rowX.Offset;
            var target = _y + row * _broadcast.RowLength;
            if (_broadcast.XRepeats) Elementwise.Run<TLanes, FillStep<TLanes, T>>(new(HostTensor.Value(source), target), start, end, _streams);
            else Elementwise.Run<TLanes, CopyStep<TLanes, T, T>>(new(source, target), start, end, _streams);
            rowX.Advance(1);
        }
    }
}
