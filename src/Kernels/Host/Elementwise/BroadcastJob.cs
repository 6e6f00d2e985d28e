using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>z ← f(x, y), row by row of a <see cref="Broadcast"/>.</summary>
readonly unsafe struct BroadcastJob<TLanes, TOperator>(TOperator f, in Broadcast broadcast, float* x, float* y, float* z) : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperator : struct, IBinaryOperator
{
    readonly Broadcast _broadcast = broadcast;
    readonly Grid _grid = new(broadcast.RowsX.Count, broadcast.RowLength, Elementwise.Chunk);

    public int Tasks => _grid.Tasks;

    [MethodImpl(Jit.Loop)]
    public void Execute(int task, int worker)
    {
        var (row, last, start, end) = _grid[task];
        var (rowX, rowY) = (_broadcast.RowsX, _broadcast.RowsY);
        rowX.MoveTo(row);
        rowY.MoveTo(row);
        for (; row <= last; row++)
        {
            Row(x + rowX.Offset, y + rowY.Offset, z + row * _broadcast.RowLength, start, end);
            rowX.MoveNext();
            rowY.MoveNext();
        }
    }

    void Row(float* rowX, float* rowY, float* rowZ, long start, long end)
    {
        switch (_broadcast.XRepeats, _broadcast.YRepeats)
        {
            case (false, false): Run(new Contiguous<TLanes>(rowX), new Contiguous<TLanes>(rowY), rowZ, start, end); break;
            case (false, true): Run(new Contiguous<TLanes>(rowX), new Repeated<TLanes>(*rowY), rowZ, start, end); break;
            case (true, false): Run(new Repeated<TLanes>(*rowX), new Contiguous<TLanes>(rowY), rowZ, start, end); break;
            case (true, true): Run(new Repeated<TLanes>(*rowX), new Repeated<TLanes>(*rowY), rowZ, start, end); break;
        }
    }

    void Run<TX, TY>(TX rowX, TY rowY, float* rowZ, long start, long end)
        where TX : struct, IOperand<TLanes>
        where TY : struct, IOperand<TLanes> =>
        Elementwise.Run<TLanes, BinaryStep<TLanes, TOperator, TX, TY>>(new(f, rowX, rowY, rowZ), start, end);
}
