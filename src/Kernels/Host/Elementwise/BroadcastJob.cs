using System.Runtime.CompilerServices;

namespace SparseGen.Kernels.Host;

/// <summary>z ← f(x, y), row by row of a <see cref="Broadcast"/>.</summary>
readonly unsafe struct BroadcastJob<TLanes, TOperator> : IJob
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperator : struct, IBinaryOperator
{
    readonly TOperator _f;
    readonly float* _x, _y, _z;
    readonly Broadcast _broadcast;
    readonly Grid _grid;
    readonly bool _streams;

    public BroadcastJob(TOperator f, Tensor x, Tensor y, Tensor z)
    {
        _f = f;
        _x = x.Floats();
        _y = y.Floats();
        _z = z.Floats();
        _broadcast = new Broadcast(x.Shape, y.Shape, z.Shape);
        _grid = new Grid(_broadcast.RowsX.Count, _broadcast.RowLength, Elementwise.Chunk);
        _streams = Streaming.IsFasterInRows(_broadcast.RowLength, z, x, y);
    }

    public int Tasks => _grid.Tasks;

    public void Execute(int task, int worker)
    {
        switch (_broadcast.XRepeats, _broadcast.YRepeats)
        {
            case (false, false): Rows<Contiguous<TLanes>, Contiguous<TLanes>>(task); break;
            case (false, true): Rows<Contiguous<TLanes>, Repeated<TLanes>>(task); break;
            case (true, false): Rows<Repeated<TLanes>, Contiguous<TLanes>>(task); break;
            case (true, true): Rows<Repeated<TLanes>, Repeated<TLanes>>(task); break;
        }
    }

    void Rows<TX, TY>(int task)
        where TX : struct, IOperand<TX, TLanes>
        where TY : struct, IOperand<TY, TLanes>
    {
        if (_streams) Loop<TX, TY, StreamingWindow<TLanes>>(task);
        else Loop<TX, TY, WholeWindow<TLanes>>(task);
    }

    [MethodImpl(Jit.Loop)]
    void Loop<TX, TY, TWindow>(int task)
        where TX : struct, IOperand<TX, TLanes>
        where TY : struct, IOperand<TY, TLanes>
        where TWindow : struct, IWindow<TLanes>
    {
        var (row, last, start, end) = _grid[task];
        var (rowX, rowY) = (_broadcast.RowsX, _broadcast.RowsY);
        rowX.MoveTo(row);
        rowY.MoveTo(row);
        for (; row <= last; row++)
        {
            var step = new BinaryStep<TLanes, TOperator, TX, TY>(_f, TX.At(_x + rowX.Offset), TY.At(_y + rowY.Offset), _z + row * _broadcast.RowLength);
            Elementwise.Inline<TLanes, BinaryStep<TLanes, TOperator, TX, TY>, TWindow>(step, start, end);
            rowX.Advance(1);
            rowY.Advance(1);
        }
    }
}
