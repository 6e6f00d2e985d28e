using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>y ← x repeated, row by row of a <see cref="Broadcast"/> of x alone.</summary>
readonly unsafe struct ExpandJob<TLanes>(in Broadcast broadcast, float* x, float* y) : IJob where TLanes : unmanaged, ILanes<TLanes>
{
    readonly Broadcast _broadcast = broadcast;
    readonly Grid _grid = new(broadcast.RowsX.Count, broadcast.RowLength, Elementwise.Chunk);

    public int Tasks => _grid.Tasks;

    [MethodImpl(Jit.Loop)]
    public void Execute(int task, int worker)
    {
        var (row, last, start, end) = _grid[task];
        var rowX = _broadcast.RowsX;
        rowX.MoveTo(row);
        for (; row <= last; row++)
        {
            var source = x + rowX.Offset;
            var target = y + row * _broadcast.RowLength;
            if (_broadcast.XRepeats) Elementwise.Run<TLanes, FillStep<TLanes>>(new(*source, target), start, end);
            else Elementwise.Run<TLanes, CopyStep<TLanes>>(new(source, target), start, end);
            rowX.MoveNext();
        }
    }
}
